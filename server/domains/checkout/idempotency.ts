import { createHash } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { idempotencyKeys } from '#db/schema'
import type { CartOwner } from '#server/domains/cart'
import type { Context } from '#server/platform/context'

/** Somebody's key for one press of the button. */
export interface RequestKey {
  actor: string
  key: string
  requestHash: string
}

export const requestKeyOf = (owner: CartOwner, key: string, input: unknown): RequestKey => ({
  actor: owner.userId !== null ? `user:${owner.userId}` : `guest:${owner.guestKey}`,
  key,
  requestHash: createHash('sha256').update(JSON.stringify(input)).digest('hex'),
})

/**
 * Takes a key for a new checkout, inside the transaction that makes it. False when it is taken: a request with the same
 * key that is still running is waited for.
 */
export async function takeKey(ctx: Context, request: RequestKey, checkoutId: string): Promise<boolean> {
  const taken = await ctx.db
    .insert(idempotencyKeys)
    .values({ id: ctx.newId(), ...request, response: { checkoutId }, createdAt: ctx.now })
    .onConflictDoNothing()
    .returning({ id: idempotencyKeys.id })
  return taken.length > 0
}

const KEPT_HOURS = 24

/** Forgets keys that nobody repeats any more. */
export async function deleteOldIdempotencyKeys(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - KEPT_HOURS * 60 * 60 * 1000)
  await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before))
}
