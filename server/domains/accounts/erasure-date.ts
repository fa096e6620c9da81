import { and, asc, eq, lte, ne } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { OwnerProof } from '#shared/contracts/second-factor'
import { lockUser, type UserRow } from './accounts-locks'
import { endSessionsOf } from './end-sessions'
import { lockProven, provePassword } from './prove-identity'
import { lockOwnRow } from './own-row'
import { readSecondFactor, takeSecondFactor } from './second-factor'

/**
 * Checks that it is the owner who asks, by password and, where there is one, by second factor. What it returns locks the
 * account, inside the transaction, and uses the code up. Throws what `provePassword` and `takeSecondFactor` throw.
 */
export async function proveOwner(ctx: Context, actor: Actor, proof: OwnerProof): Promise<(ctx: Context) => Promise<UserRow>> {
  const known = await provePassword(ctx, actor, proof.password)
  const shown = known.totpSecret ? await readSecondFactor(ctx, known.id, proof) : {}

  return async (ctx) => {
    const user = await lockProven(ctx, known)
    if (user.totpSecret) await takeSecondFactor(ctx, actor, user, shown)
    return user
  }
}

/** Sets when a locked account will be erased, and signs it out everywhere but at this browser. */
export async function setErasureDate(ctx: Context, actor: Actor, userId: string, dueAt: Date): Promise<void> {
  await ctx.db.update(users).set({ erasureDueAt: dueAt }).where(eq(users.id, userId))
  await endSessionsOf(ctx, userId, actor.sessionId ?? undefined)
}

/** The account stays. False when it was not to be erased. */
export async function clearErasureDate(ctx: Context, actor: Actor): Promise<boolean> {
  const user = await lockOwnRow(ctx, actor)
  if (!user.erasureDueAt) return false
  await ctx.db.update(users).set({ erasureDueAt: null }).where(eq(users.id, user.id))
  return true
}

/** Who is to be erased by now, the longest due first. */
export async function listErasuresDue(ctx: Context): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(lte(users.erasureDueAt, ctx.now), ne(users.status, 'erased')))
    .orderBy(asc(users.erasureDueAt))
  return rows.map(({ id }) => id)
}

/** The account, locked, if it is to be erased by now. */
export async function lockErasureDue(ctx: Context, userId: string): Promise<UserRow | null> {
  const user = await lockUser(ctx, userId)
  return user?.erasureDueAt && user.erasureDueAt <= ctx.now && user.status !== 'erased' ? user : null
}
