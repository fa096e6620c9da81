import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { IdentityProof } from '#shared/contracts/second-factor'
import { notSignedIn, passwordWrong } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { passwordFits } from './passwords'
import { readSecondFactor, takeSecondFactor } from './second-factor'

/** The account of somebody signed in, whose password was right. Hashing takes long: not inside a transaction. */
export async function provePassword(ctx: Context, actor: Actor, password: string): Promise<UserRow> {
  const known = await ownAccount(ctx, actor)
  if (!(await passwordFits(password, known.passwordHash))) throw passwordWrong()
  return known
}

/** Locks the account that was proven to be one's own, unless its password has changed since. */
export async function lockProven(ctx: Context, known: UserRow): Promise<UserRow> {
  const user = await lockUser(ctx, known.id)
  if (!user || user.status !== 'active' || user.passwordHash !== known.passwordHash) throw notSignedIn()
  return user
}

/** Checks a password or a code; what it returns locks the account, inside the transaction, and uses the code up. */
export async function proveIdentity(ctx: Context, actor: Actor, proof: IdentityProof): Promise<(ctx: Context) => Promise<UserRow>> {
  if (proof.password !== undefined) {
    const known = await provePassword(ctx, actor, proof.password)
    return (ctx) => lockProven(ctx, known)
  }

  const known = await ownAccount(ctx, actor)
  const shown = await readSecondFactor(ctx, known.id, proof)
  return async (ctx) => {
    const user = await lockProven(ctx, known)
    await takeSecondFactor(ctx, actor, user, shown)
    return user
  }
}

async function ownAccount(ctx: Context, actor: Actor): Promise<UserRow> {
  if (!actor.userId) throw notSignedIn()
  const [known] = await ctx.db.select().from(users).where(eq(users.id, actor.userId))
  if (!known) throw notSignedIn()
  return known
}
