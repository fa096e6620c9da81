import { shopMembers } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShopRole } from '#shared/lifecycles/shop'
import { requireMember } from './require-member'

/** Lets a user act for the shop, or changes the role of one who does. For owners only. */
export function addShopMember(ctx: Context, actor: Actor, shopId: string, member: { userId: string; role: ShopRole }): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'owner')

    await ctx.db
      .insert(shopMembers)
      .values({ id: ctx.newId(), shopId, ...member, createdAt: ctx.now })
      .onConflictDoUpdate({ target: [shopMembers.shopId, shopMembers.userId], set: { role: member.role } })
  })
}
