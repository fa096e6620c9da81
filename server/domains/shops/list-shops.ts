import { and, asc, desc, eq, ilike, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { shopMembers, shops, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import type { ShopFilter, ShopListItem, ShopListQuery } from '#shared/contracts/admin-shops'
import { idSchema } from '#shared/contracts/common'
import { mayNotSetShopStatus } from './shops-errors'
import type { ShopRow } from './shops-locks'
import { mayListShops } from './shops-policy'

const PAGE = 25

export type ShopOwner = ShopListItem['owners'][number]

/** Every shop with its owners, newest first, 25 at a time. For admins. */
export async function listShops(
  ctx: Context,
  actor: Actor,
  query: ShopListQuery,
): Promise<{ items: ShopListItem[]; nextCursor: string | null }> {
  if (!mayListShops(actor)) throw mayNotSetShopStatus()

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db
    .select()
    .from(shops)
    .where(
      and(
        query.q ? isFoundBy(ctx, query.q) : undefined,
        query.status ? isIn(query.status) : undefined,
        after ? sql`(${shops.createdAt}, ${shops.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(shops.createdAt), desc(shops.id))
    .limit(PAGE + 1)
  const { items, nextCursor } = cutPage(rows, PAGE, (shop) => [shop.createdAt.toISOString(), shop.id])

  const owners = await ownersOf(
    ctx,
    items.map(({ id }) => id),
  )
  return { items: items.map((shop) => presentShop(shop, owners.get(shop.id) ?? [])), nextCursor }
}

const isIn = (filter: ShopFilter) =>
  filter === 'waiting' ? and(eq(shops.status, 'pending'), isNotNull(shops.submittedAt)) : eq(shops.status, filter)

function isFoundBy(ctx: Context, words: string) {
  const part = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const ofOwner = ctx.db
    .select({ shopId: shopMembers.shopId })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(and(eq(shopMembers.role, 'owner'), or(ilike(users.name, part), ilike(users.email, part))))
  return or(ilike(shops.name, part), ilike(shops.slug, part), inArray(shops.id, ofOwner))
}

/** The owners of each of these shops, who has owned it longest first. */
export async function ownersOf(ctx: Context, shopIds: string[]): Promise<Map<string, ShopOwner[]>> {
  if (shopIds.length === 0) return new Map()
  const rows = await ctx.db
    .select({ shopId: shopMembers.shopId, owner: { id: users.id, name: users.name, email: users.email } })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(and(inArray(shopMembers.shopId, shopIds), eq(shopMembers.role, 'owner')))
    .orderBy(asc(shopMembers.createdAt), asc(shopMembers.id))
  const byShop = Map.groupBy(rows, ({ shopId }) => shopId)
  return new Map([...byShop].map(([shopId, found]) => [shopId, found.map(({ owner }) => owner)]))
}

export const presentShop = ({ id, slug, name, country, status, submittedAt, createdAt }: ShopRow, owners: ShopOwner[]): ShopListItem => ({
  id,
  slug,
  name,
  country,
  status,
  submittedAt: status === 'pending' ? (submittedAt?.toISOString() ?? null) : null,
  createdAt: createdAt.toISOString(),
  owners,
})
