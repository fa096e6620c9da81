import { and, eq, ne } from 'drizzle-orm'
import { shopMembers } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShopRole } from '#shared/lifecycles/shop'
import { lockShopFor } from './lock-shop-for'
import { lastOwner, memberNotFound } from './shops-errors'
import { mayEndMembership } from './shops-policy'

/** Gives a member another role. For owners; the last one stays one. */
export function changeMemberRole(ctx: Context, actor: Actor, shopId: string, userId: string, role: ShopRole): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'owner')
    const before = await roleOf(ctx, shopId, userId)
    if (before === role) return
    if (before === 'owner') await refuseLastOwner(ctx, shopId, userId)

    await ctx.db.update(shopMembers).set({ role }).where(memberIs(shopId, userId))

    await recordAudit(ctx, actor, {
      action: 'shops.member_role_changed',
      subject: { type: 'user', id: userId },
      shopId,
      details: { from: before, to: role },
    })
  })
}

/** Ends that somebody acts for the shop: an owner says so of anybody, everybody of themself; the last owner stays. */
export function removeMember(ctx: Context, actor: Actor, shopId: string, userId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const needed = mayEndMembership(actor, userId) ? 'staff' : 'owner'
    await lockShopFor(ctx, actor, shopId, needed)
    const role = await roleOf(ctx, shopId, userId)
    if (role === 'owner') await refuseLastOwner(ctx, shopId, userId)

    await ctx.db.delete(shopMembers).where(memberIs(shopId, userId))

    const action = actor.userId === userId ? 'shops.member_left' : 'shops.member_removed'
    await recordAudit(ctx, actor, { action, subject: { type: 'user', id: userId }, shopId, details: { role } })
  })
}

const memberIs = (shopId: string, userId: string) => and(eq(shopMembers.shopId, shopId), eq(shopMembers.userId, userId))

async function roleOf(ctx: Context, shopId: string, userId: string): Promise<ShopRole> {
  const [member] = await ctx.db.select({ role: shopMembers.role }).from(shopMembers).where(memberIs(shopId, userId))
  if (!member) throw memberNotFound()
  return member.role
}

/** The shop is locked, so two owners cannot leave at the same time. */
async function refuseLastOwner(ctx: Context, shopId: string, userId: string): Promise<void> {
  const others = and(eq(shopMembers.shopId, shopId), eq(shopMembers.role, 'owner'), ne(shopMembers.userId, userId))
  if ((await ctx.db.$count(shopMembers, others)) === 0) throw lastOwner()
}
