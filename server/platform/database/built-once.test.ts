import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { settings } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { builtOnce } from './built-once'
import { inTransaction } from './in-transaction'

const ctx = await testContext()
let built = 0
const valueOf = builtOnce((db) => {
  built++
  return db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, sql.placeholder('key')))
})

it('asks with other values, in whichever transaction it is asked, by a text that was built once', async () => {
  await inTransaction(ctx, async (inner) => {
    await inner.db.insert(settings).values([
      { key: 'one', value: 1 },
      { key: 'two', value: { two: 2 } },
    ])
    expect(await valueOf(inner, { key: 'one' })).toEqual([{ value: 1 }])
    expect(await valueOf(ctx, { key: 'one' })).toEqual([])
  })

  const all = await Promise.all(['one', 'two', 'three'].map((key) => valueOf(ctx, { key })))
  expect(all).toEqual([[{ value: 1 }], [{ value: { two: 2 } }], []])
  expect(built).toBe(1)
})
