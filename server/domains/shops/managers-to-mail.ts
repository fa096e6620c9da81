import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { shopMembers, shops, users } from '#db/schema'
import { whoWantsMail } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'
import type { NotificationKind } from '#shared/lifecycles/privacy'

export interface MailedMember {
  userId: string
  email: string
  language: 'en' | 'de'
  role: ShopRole
}

/** Owners and managers of a shop who can be mailed; with a kind, only those who want mails of it. */
export async function managersToMail(
  ctx: Context,
  shopId: string,
  kind?: NotificationKind,
): Promise<{ shop: { name: string; slug: string }; managers: MailedMember[] } | null> {
  const [shop] = await ctx.db.select({ name: shops.name, slug: shops.slug }).from(shops).where(eq(shops.id, shopId))
  if (!shop) return null
  return { shop, managers: (await managersOfShops(ctx, [shopId], kind)).get(shopId) ?? [] }
}

/** The same of several shops, by their ids. */
export const managersOfShops = (
  ctx: Context,
  shopIds: readonly string[],
  kind?: NotificationKind,
): Promise<ReadonlyMap<string, MailedMember[]>> => membersToMail(ctx, shopIds, ['owner', 'manager'], kind)

/** Those of a shop's whole team who can be mailed and want mails of this kind. */
export const teamToMail = async (ctx: Context, shopId: string, kind: NotificationKind): Promise<MailedMember[]> =>
  (await membersToMail(ctx, [shopId], SHOP_ROLES, kind)).get(shopId) ?? []

async function membersToMail(
  ctx: Context,
  shopIds: readonly string[],
  roles: readonly ShopRole[],
  kind?: NotificationKind,
): Promise<ReadonlyMap<string, MailedMember[]>> {
  const rows = await ctx.db
    .select({ shopId: shopMembers.shopId, userId: users.id, email: users.email, locale: users.locale, role: shopMembers.role })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(
      and(
        anyOf(shopMembers.shopId, shopIds),
        inArray(shopMembers.role, [...roles]),
        eq(users.status, 'active'),
        sql`${users.emailVerifiedAt} is not null`,
      ),
    )
    .orderBy(asc(users.id))
  const ids = rows.map(({ userId }) => userId)
  const wanted = kind ? await whoWantsMail(ctx, ids, kind) : new Set(ids)

  return Map.groupBy(
    rows
      .filter(({ userId }) => wanted.has(userId))
      .map(({ locale, ...member }) => ({ ...member, language: locale === 'de' ? ('de' as const) : ('en' as const) })),
    ({ shopId }) => shopId,
  )
}

/** Where a page of the shop is, for who reads this language. */
export const sellerAddress = (ctx: Context, { language }: MailedMember, path: string) =>
  `${ctx.config.siteUrl}${language === 'en' ? '' : `/${language}`}/seller/${path}`
