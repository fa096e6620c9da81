import { and, eq } from 'drizzle-orm'
import { shopInvitations, shopMembers, users } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress, mayMail } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { InviteMember, ShopInvitation } from '#shared/contracts/shop-members'
import { hashOfInvitationToken, invitationEnd, invitationTokenOf } from './invitation-token'
import { openInvitations } from './invitations'
import { presentInvitation } from './list-members'
import { lockShopFor } from './lock-shop-for'
import { requireMember } from './require-member'
import { alreadyInvited, alreadyMember, tooManyInvitations, tooManyMails } from './shops-errors'

const OPEN_MOST = 50

/** Asks somebody by mail to act for the shop. For owners whose own address is verified. */
export async function inviteMember(ctx: Context, actor: Actor, shopId: string, { email, role }: InviteMember): Promise<ShopInvitation> {
  await requireMember(ctx, actor, shopId, 'owner')
  if (!hasVerifiedAddress(actor)) throw addressNotVerified()
  await requireNew(ctx, shopId, email)
  // Counted outside of the transaction, and only for what would be sent.
  if (!(await mayMail(ctx, email))) throw tooManyMails()

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'owner')
    await requireNew(ctx, shopId, email)

    const id = ctx.newId()
    const expiresAt = invitationEnd(ctx.now)
    const tokenHash = hashOfInvitationToken(invitationTokenOf(ctx.config, { id, expiresAt }))
    const [invitation] = await ctx.db
      .insert(shopInvitations)
      .values({ id, shopId, email, role, tokenHash, invitedBy: actor.userId!, createdAt: ctx.now, expiresAt })
      .returning()
    await ctx.queue.send(ctx.db, 'shops.mail-invitation', { invitationId: id })

    await recordAudit(ctx, actor, { action: 'shops.member_invited', subject: { type: 'shop_invitation', id }, shopId, details: { role } })
    return presentInvitation(invitation!)
  })
}

async function requireNew(ctx: Context, shopId: string, email: string): Promise<void> {
  if (await actsFor(ctx, shopId, email)) throw alreadyMember()
  const open = await openInvitations(ctx, shopId)
  if (open.some((invitation) => invitation.email.toLowerCase() === email.toLowerCase())) throw alreadyInvited()
  if (open.length >= OPEN_MOST) throw tooManyInvitations(OPEN_MOST)
}

async function actsFor(ctx: Context, shopId: string, email: string): Promise<boolean> {
  const [member] = await ctx.db
    .select({ id: shopMembers.id })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(and(eq(shopMembers.shopId, shopId), eq(users.email, email)))
  return member !== undefined
}
