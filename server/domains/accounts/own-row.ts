import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { notSignedIn } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'

/** The account of whoever is signed in. */
export async function readOwnRow(ctx: Context, actor: Actor): Promise<UserRow> {
  if (!actor.userId) throw notSignedIn()
  const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.userId))
  if (user?.status !== 'active') throw notSignedIn()
  return user
}

/** The same, kept from changing until the transaction ends. */
export async function lockOwnRow(ctx: Context, actor: Actor): Promise<UserRow> {
  const user = actor.userId ? await lockUser(ctx, actor.userId) : null
  if (user?.status !== 'active') throw notSignedIn()
  return user
}
