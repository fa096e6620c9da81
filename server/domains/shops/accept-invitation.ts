import { eq } from 'drizzle-orm'
import { shopInvitations, shopMembers, shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { InvitationView } from '#shared/contracts/shop-members'
import { hashOfInvitationToken } from './invitation-token'
import { lockInvitation, type InvitationRow } from './invitations'
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

/** Begins to act for a shop, as a mailed link invites to. Whoever does so already with a higher role keeps it. */
export function acceptInvitation(ctx: Context, actor: Actor, token: string): Promise<InvitationView> {
  return inTransaction(ctx, async (ctx) => {
    const { invitation, shop } = await lockOwnInvitation(ctx, actor, token)

    await ctx.db.update(shopInvitations).set({ acceptedAt: ctx.now }).where(eq(shopInvitations.id, invitation.id))
    await ctx.db
      .insert(shopMembers)
      .values({ id: ctx.newId(), shopId: shop.id, userId: actor.userId!, role: invitation.role, createdAt: ctx.now })
      .onConflictDoNothing({ target: [shopMembers.shopId, shopMembers.userId] })

    await recordAudit(ctx, actor, {
      action: 'shops.invitation_accepted',
      subject: { type: 'user', id: actor.userId! },
      shopId: shop.id,
      details: { role: invitation.role },
    })
    return present(invitation, shop)
  })
}

async function lockOwnInvitation(ctx: Context, actor: Actor, token: string): Promise<{ invitation: InvitationRow; shop: ShopRow }> {
  const invitation = await lockInvitation(ctx, hashOfInvitationToken(token))
  const [shop] = invitation ? await ctx.db.select().from(shops).where(eq(shops.id, invitation.shopId)) : []
  if (!invitation || !shop || shop.status === 'closed') throw invitationOver()
  if (!mayAnswerInvitation(actor, invitation)) throw invitationForAnother()
  return { invitation, shop }
}

const present = ({ role }: InvitationRow, { name, slug }: ShopRow): InvitationView => ({ shopName: name, shopSlug: slug, role })
