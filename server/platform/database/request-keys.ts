import { createHash } from 'node:crypto'
import { and, eq, lt } from 'drizzle-orm'
import { idempotencyKeys } from '#db/schema'
import type { Actor } from '../actor'
import type { Context } from '../context'
import { DomainError } from '../errors'
import { inTransaction } from './in-transaction'

/** Somebody's key for one press of the button, and a mark of what was asked for with it. */
export interface RequestKey {
  actor: string
  key: string
  requestHash: string
}

export const requestKeyOf = ({ userId, guestKey }: Pick<Actor, 'userId' | 'guestKey'>, key: string, input: unknown): RequestKey => ({
  actor: userId !== null ? `user:${userId}` : guestKey !== null ? `guest:${guestKey}` : 'system',
  key,
  requestHash: createHash('sha256').update(JSON.stringify(input)).digest('hex'),
})

/**
 * Takes a key inside the transaction of what is done by it. False when it is taken: a request with the same key that is
 * still running is waited for.
 */
export async function takeKey(ctx: Context, request: RequestKey, response: object | null = null): Promise<boolean> {
  const taken = await ctx.db
    .insert(idempotencyKeys)
    .values({ id: ctx.newId(), ...request, response, createdAt: ctx.now })
    .onConflictDoNothing()
    .returning({ id: idempotencyKeys.id })
  return taken.length > 0
}

/**
 * Does a thing once by a key, which is stored with what it does. Repeated with the same input it does nothing more, with
 * another it throws `request.key_reused`. A key is known for a day.
 */
export function onceByKey(ctx: Context, request: RequestKey, work: (ctx: Context) => Promise<unknown>): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (await takeKey(ctx, request)) {
      await work(ctx)
      return
    }
    const { actor, key, requestHash } = request
    const [known] = await ctx.db
      .select({ requestHash: idempotencyKeys.requestHash })
      .from(idempotencyKeys)
      .where(and(eq(idempotencyKeys.actor, actor), eq(idempotencyKeys.key, key)))
    if (known?.requestHash !== requestHash) throw keyReused()
  })
}

const KEPT_HOURS = 24

/** Forgets keys that nobody repeats any more. */
export async function deleteOldRequestKeys(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - KEPT_HOURS * 60 * 60 * 1000)
  await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before))
}

export const keyReused = () => new DomainError('conflict', 'request.key_reused', 'This Idempotency-Key was used for something else before.')
