import { and, desc, eq, gt, lt } from 'drizzle-orm'
import { shopInvitations } from '#db/schema'
import type { Context } from '#server/platform/context'

/** How long after its end one can still be sent anew. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

export type InvitationRow = typeof shopInvitations.$inferSelect

/** Those of a shop that were neither accepted nor revoked, also where their time is up: they can be sent anew. */
export const openInvitations = (ctx: Context, shopId: string): Promise<InvitationRow[]> =>
  ctx.db
    .select()
    .from(shopInvitations)
    .where(eq(shopInvitations.shopId, shopId))
    .orderBy(desc(shopInvitations.createdAt), desc(shopInvitations.id))

export async function findOpenInvitation(ctx: Context, shopId: string, invitationId: string): Promise<InvitationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(shopInvitations)
    .where(and(eq(shopInvitations.id, invitationId), eq(shopInvitations.shopId, shopId)))
  return row ?? null
}

/** One that was answered or taken back holds an address that nobody needs any more; the audit tells what became of it. */
export async function forgetInvitation(ctx: Context, invitationId: string): Promise<void> {
  await ctx.db.delete(shopInvitations).where(eq(shopInvitations.id, invitationId))
}

/** Forgets those that nobody answered and nobody sent anew for a month after their end. */
export async function forgetOldInvitations(ctx: Context): Promise<void> {
  await ctx.db.delete(shopInvitations).where(lt(shopInvitations.expiresAt, new Date(ctx.now.getTime() - KEPT_MS)))
}

/** The invitation that a link opens, locked; null for one that is unknown, answered, revoked or too old. */
export async function lockInvitation(ctx: Context, tokenHash: string): Promise<InvitationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(shopInvitations)
    .where(and(eq(shopInvitations.tokenHash, tokenHash), gt(shopInvitations.expiresAt, ctx.now)))
    .for('update')
  return row ?? null
}
