import { eq, sql } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { cloneDatabase } from '../tests/support/database'
import { openDatabase } from './client'
import { settings } from './schema'

const { url, drop } = await cloneDatabase()
const { db, close } = openDatabase(url, { max: 1 })
afterAll(async () => {
  await close()
  await drop()
})
const MOST_TURNS = 60

it('what goes on beside a transaction that is given up is never stored', async () => {
  const turns = Array.from({ length: MOST_TURNS }, (_, turn) => turn)
  for (const turn of turns) {
    const late: Promise<unknown>[] = []
    await db
      .transaction(async (tx) => {
        const failing = tx.execute(sql`select 1 / 0`)
        const beside = async () => {
          await failing.catch(() => {})
          for (let n = 0; n < turn; n++) await Promise.resolve()
          await tx.insert(settings).values({ key: `late ${turn}`, value: 1 })
        }
        late.push(beside().catch(() => {}))
        await failing
      })
      .catch(() => {})
    await Promise.all(late)
  }

  const stored = await Promise.all(
    turns.map((turn) =>
      db
        .select()
        .from(settings)
        .where(eq(settings.key, `late ${turn}`)),
    ),
  )
  await db.delete(settings).where(sql`key like 'late %'`)
  expect(stored.flat()).toEqual([])
})
