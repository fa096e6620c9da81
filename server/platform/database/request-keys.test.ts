import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { idempotencyKeys } from '#db/schema'
import { visitor } from '../actor'
import { testContext } from '../../../tests/support/context'
import { deleteOldRequestKeys, onceByKey, requestKeyOf } from './request-keys'

const ctx = await testContext()

describe('what is done once by a key', () => {
  const somebody = visitor({ userId: ctx.newId() })

  it('is done once however often it is asked for, also at the same time', async () => {
    const request = requestKeyOf(somebody, 'press-1', { pieces: 2 })
    let done = 0
    const ask = () => onceByKey(ctx, request, async () => done++)
    await Promise.all([ask(), ask(), ask()])
    await ask()
    expect(done).toBe(1)
  })

  it('is another thing by the key of somebody else', async () => {
    let done = 0
    for (const actor of [somebody, visitor({ userId: ctx.newId() })])
      await onceByKey(ctx, requestKeyOf(actor, 'press-2', {}), async () => done++)
    expect(done).toBe(2)
  })

  it('is refused where the key stands for something else', async () => {
    await onceByKey(ctx, requestKeyOf(somebody, 'press-3', { pieces: 2 }), async () => {})
    const other = onceByKey(ctx, requestKeyOf(somebody, 'press-3', { pieces: 3 }), async () => expect.unreachable())
    await expect(other).rejects.toMatchObject({ kind: 'conflict', code: 'request.key_reused' })
  })

  it('can be asked for again after it has failed, and a day later', async () => {
    const request = requestKeyOf(somebody, 'press-4', {})
    await expect(onceByKey(ctx, request, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    let done = 0
    await onceByKey(ctx, request, async () => done++)
    ctx.travelTo(new Date(ctx.now.getTime() + 25 * 3_600_000))
    await deleteOldRequestKeys(ctx)
    expect(await ctx.db.$count(idempotencyKeys, eq(idempotencyKeys.key, 'press-4'))).toBe(0)
    await onceByKey(ctx, request, async () => done++)
    expect(done).toBe(2)
  })
})
