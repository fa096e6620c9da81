import { asc, eq } from 'drizzle-orm'
import { shopMembers, shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { OwnShop } from '#shared/contracts/accounts'

/** The shops a user acts for, by name. The caller has made sure that the asker may know. */
export const listShopsOfUser = (ctx: Context, userId: string): Promise<OwnShop[]> =>
  ctx.db
    .select({ id: shops.id, slug: shops.slug, name: shops.name, role: shopMembers.role })
    .from(shopMembers)
    .innerJoin(shops, eq(shops.id, shopMembers.shopId))
    .where(eq(shopMembers.userId, userId))
    .orderBy(asc(shops.name), asc(shops.id))
