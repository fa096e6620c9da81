import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { shopInvitations } from '#db/schema'
import type { Context } from '#server/platform/context'

export type InvitationRow = typeof shopInvitations.$inferSelect

const isOpen = and(isNull(shopInvitations.acceptedAt), isNull(shopInvitations.revokedAt))

/** Those of a shop that were neither accepted nor revoked, also where their time is up: they can be sent anew. */
export const openInvitations = (ctx: Context, shopId: string): Promise<InvitationRow[]> =>
  ctx.db
    .select()
    .from(shopInvitations)
    .where(and(eq(shopInvitations.shopId, shopId), isOpen))
    .orderBy(desc(shopInvitations.createdAt), desc(shopInvitations.id))

export async function findOpenInvitation(ctx: Context, shopId: string, invitationId: string): Promise<InvitationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(shopInvitations)
    .where(and(eq(shopInvitations.id, invitationId), eq(shopInvitations.shopId, shopId), isOpen))
  return row ?? null
}

/** The invitation that a link opens, locked; null for one that is unknown, answered, revoked or too old. */
export async function lockInvitation(ctx: Context, tokenHash: string): Promise<InvitationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(shopInvitations)
    .where(and(eq(shopInvitations.tokenHash, tokenHash), isOpen, gt(shopInvitations.expiresAt, ctx.now)))
    .for('update')
  return row ?? null
}
