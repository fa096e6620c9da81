import { and, eq } from 'drizzle-orm'
import { shopMembers, shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { InvitationView } from '#shared/contracts/shop-members'
import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'
import { hashOfInvitationToken } from './invitation-token'
import { forgetInvitation, lockInvitation, type InvitationRow } from './invitations'
import { invitationForAnother, invitationOver } from './shops-errors'
import type { ShopRow } from './shops-locks'
import { mayAnswerInvitation } from './shops-policy'

/** What a mailed link invites to. Throws `shops.invitation_over`, `shops.invitation_for_another`. */
export function getInvitation(ctx: Context, actor: Actor, token: string): Promise<InvitationView> {
  return inTransaction(ctx, async (ctx) => {
    const { invitation, shop } = await lockOwnInvitation(ctx, actor, token)
    return present(invitation, shop)
  })
}

/** Begins to act for a shop, as a mailed link invites to. Whoever does so already with a higher role keeps it, which it tells. */
export function acceptInvitation(ctx: Context, actor: Actor, token: string): Promise<InvitationView> {
  return inTransaction(ctx, async (ctx) => {
    const { invitation, shop } = await lockOwnInvitation(ctx, actor, token)

    await forgetInvitation(ctx, invitation.id)
    const role = await joinAs(ctx, shop.id, actor.userId!, invitation.role)

    await recordAudit(ctx, actor, {
      action: 'shops.invitation_accepted',
      subject: { type: 'user', id: actor.userId! },
      shopId: shop.id,
      details: { role },
    })
    return present({ role }, shop)
  })
}

/** The role that they have from now on: the higher one of two. */
async function joinAs(ctx: Context, shopId: string, userId: string, role: ShopRole): Promise<ShopRole> {
  const [known] = await ctx.db
    .select({ role: shopMembers.role })
    .from(shopMembers)
    .where(and(eq(shopMembers.shopId, shopId), eq(shopMembers.userId, userId)))
    .for('update')
  if (known && SHOP_ROLES.indexOf(known.role) <= SHOP_ROLES.indexOf(role)) return known.role

  await ctx.db
    .insert(shopMembers)
    .values({ id: ctx.newId(), shopId, userId, role, createdAt: ctx.now })
    .onConflictDoUpdate({ target: [shopMembers.shopId, shopMembers.userId], set: { role } })
  return role
}

async function lockOwnInvitation(ctx: Context, actor: Actor, token: string): Promise<{ invitation: InvitationRow; shop: ShopRow }> {
  const invitation = await lockInvitation(ctx, hashOfInvitationToken(token))
  const [shop] = invitation ? await ctx.db.select().from(shops).where(eq(shops.id, invitation.shopId)) : []
  if (!invitation || !shop || shop.status === 'closed') throw invitationOver()
  if (!mayAnswerInvitation(actor, invitation)) throw invitationForAnother()
  return { invitation, shop }
}

const present = ({ role }: Pick<InvitationRow, 'role'>, { name, slug }: ShopRow): InvitationView => ({
  shopName: name,
  shopSlug: slug,
  role,
})
