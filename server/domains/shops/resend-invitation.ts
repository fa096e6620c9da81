import { eq } from 'drizzle-orm'
import { shopInvitations } from '#db/schema'
import { mayMail } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShopInvitation } from '#shared/contracts/shop-members'
import { hashOfInvitationToken, invitationEnd, invitationTokenOf } from './invitation-token'
import { findOpenInvitation, forgetInvitation } from './invitations'
import { presentInvitation } from './list-members'
import { lockShopFor } from './lock-shop-for'
import { requireMember } from './require-member'
import { invitationNotFound, tooManyMails } from './shops-errors'

/** Sends an invitation anew: it has all of its time again, and the link before works no more. */
export async function resendInvitation(ctx: Context, actor: Actor, shopId: string, invitationId: string): Promise<ShopInvitation> {
  await requireMember(ctx, actor, shopId, 'owner')
  const known = await findOpenInvitation(ctx, shopId, invitationId)
  if (!known) throw invitationNotFound()
  if (!(await mayMail(ctx, known.email))) throw tooManyMails()

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'owner')
    const open = await findOpenInvitation(ctx, shopId, invitationId)
    if (!open) throw invitationNotFound()

    const expiresAt = invitationEnd(ctx.now)
    const tokenHash = hashOfInvitationToken(invitationTokenOf(ctx.config, { id: open.id, expiresAt }))
    await ctx.db.update(shopInvitations).set({ expiresAt, tokenHash }).where(eq(shopInvitations.id, open.id))
    await ctx.queue.send(ctx.db, 'shops.mail-invitation', { invitationId: open.id })

    const subject = { type: 'shop_invitation', id: open.id }
    await recordAudit(ctx, actor, { action: 'shops.invitation_resent', subject, shopId, details: { role: open.role } })
    return presentInvitation({ ...open, expiresAt })
  })
}

/** Takes an invitation back: its link works no more. */
export function revokeInvitation(ctx: Context, actor: Actor, shopId: string, invitationId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'owner')
    const open = await findOpenInvitation(ctx, shopId, invitationId)
    if (!open) throw invitationNotFound()

    await forgetInvitation(ctx, open.id)

    const subject = { type: 'shop_invitation', id: open.id }
    await recordAudit(ctx, actor, { action: 'shops.invitation_revoked', subject, shopId, details: { role: open.role } })
  })
}
