import { eq, sql } from 'drizzle-orm'
import { afterAll, expect, it, vi } from 'vitest'
import { cloneDatabase } from '../tests/support/database'
import { settings } from './schema'

// What other tests have asked in this process does not count here.
vi.resetModules()
const { openDatabase } = await import('./client')
const { url, drop } = await cloneDatabase()
const { db, close } = openDatabase(url, { max: 1 })
afterAll(async () => {
  await close()
  await drop()
})

const keptOf = async (words: string) =>
  (await db.execute<{ n: number }>(sql`select count(*)::int as n from pg_prepared_statements where statement like ${`%${words}%`}`))[0]!.n

it('keeps what the query builder asks again and again, in transactions too, and nothing else', async () => {
  const ask = (key: string) => db.select({ value: settings.value }).from(settings).where(eq(settings.key, key))
  await ask('one')
  expect(await keptOf('from "settings"')).toBe(0)
  for (let n = 0; n < 3; n++) await ask(`again ${n}`)
  expect(await keptOf('from "settings"')).toBe(1)

  for (let n = 0; n < 4; n++) await db.transaction((tx) => tx.delete(settings).where(eq(settings.key, `none ${n}`)))
  expect(await keptOf('delete from "settings"')).toBe(1)

  for (let n = 0; n < 5; n++) await db.execute(sql`select ${n}::int as by_hand`)
  expect(await keptOf('as by_hand')).toBe(0)
})
