import { sql } from 'drizzle-orm'
import { settings } from '#db/schema'
import { expect, it } from 'vitest'
import type { Context } from '../context'
import { testContext } from '../../../tests/support/context'
import { inTransaction } from './in-transaction'

const ctx = await testContext()
const write = (inner: Context, key: string) => inner.db.insert(settings).values({ key, value: 1 })

it('keeps nothing when the work fails', async () => {
  const failing = inTransaction(ctx, async (inner) => {
    await write(inner, 'lost')
    throw new Error('no')
  })

  await expect(failing).rejects.toThrow('no')
  expect(await ctx.db.select().from(settings)).toEqual([])
})

it('joins the transaction that is running', async () => {
  const failing = inTransaction(ctx, async (outer) => {
    await inTransaction(outer, (inner) => write(inner, 'inner'))
    throw new Error('no')
  })

  await expect(failing).rejects.toThrow('no')
  expect(await ctx.db.select().from(settings)).toEqual([])
})

it("gives the database's time, which stands still inside", async () => {
  await inTransaction(ctx, async (inner) => {
    const [row] = await inner.db.execute<{ same: boolean }>(sql`select now() = ${inner.now.toISOString()}::timestamptz as same`)
    const [rough] = await inner.db.execute<{ near: boolean }>(
      sql`select abs(extract(epoch from now() - ${inner.now.toISOString()}::timestamptz)) < 0.002 as near`,
    )
    expect([row!.same, rough!.near]).toContain(true)
  })
})

it('announces only what was committed', async () => {
  const announced: string[] = []
  await inTransaction(ctx, async (inner) => inner.afterCommit!(() => announced.push('kept')))
  await inTransaction(ctx, async (inner) => {
    inner.afterCommit!(() => announced.push('lost'))
    throw new Error('no')
  }).catch(() => {})

  expect(announced).toEqual(['kept'])
})

it('repeats the whole work after a deadlock', async () => {
  let turns = 0
  const result = await inTransaction(ctx, async (inner) => {
    turns += 1
    await write(inner, `turn ${turns}`)
    if (turns < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    return 'done'
  })

  expect({ result, turns }).toEqual({ result: 'done', turns: 3 })
  expect(await ctx.db.select({ key: settings.key }).from(settings)).toEqual([{ key: 'turn 3' }])
})
