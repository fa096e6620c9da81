import { sql } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { cloneDatabase } from '../tests/support/database'
import { openDatabase } from './client'

const { url, drop } = await cloneDatabase()
const { db, close } = openDatabase(url, { max: 2 })
afterAll(async () => {
  await close()
  await drop()
})

/** Keeps every connection until it is let go. */
async function keepBusy(): Promise<() => Promise<unknown>> {
  let letGo = () => {}
  const kept = new Promise<void>((resolve) => (letGo = resolve))
  const busy = [0, 1].map(() => {
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    const end = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      begun()
      await kept
    })
    return { hasBegun, end }
  })
  await Promise.all(busy.map(({ hasBegun }) => hasBegun))
  return () => (letGo(), Promise.all(busy.map(({ end }) => end)))
}

/** Whether a question is answered outside of any transaction that somebody has left open. */
const isAlone = async () => {
  const [row] = await db.execute<{ alone: boolean }>(sql`select now() = statement_timestamp() as alone`)
  return row!.alone
}

it.each([98, 99, 100, 101, 102])('a transaction that waits behind %i questions has its connection for itself', async (questions) => {
  const letGo = await keepBusy()
  const asked = Promise.all(Array.from({ length: questions }, (_, number) => db.execute(sql.raw(`select ${number}`))))
  // What Drizzle is given begins a little later.
  await new Promise((resolve) => setTimeout(resolve, 20))
  const done = Promise.all(
    [1, 2, 3].map((value) => db.transaction((tx) => tx.execute<{ value: number }>(sql`select ${value}::int as value`))),
  )
  await letGo()

  await asked
  expect((await done).map(([row]) => row!.value)).toEqual([1, 2, 3])
  expect(await Promise.all([isAlone(), isAlone(), isAlone(), isAlone()])).toEqual([true, true, true, true])
})
