import { sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../tests/support/database'
import { startTcpProxy } from '../tests/support/tcp-proxy'
import { openDatabase } from './client'

const { url: own, drop } = await cloneDatabase()
const url = new URL(own)
const proxy = await startTcpProxy(Number(url.port))
url.port = String(proxy.port)
const { db, close } = openDatabase(url.href, { max: 5 })
afterAll(async () => {
  await close()
  await proxy.close()
  await drop()
})

const uncaught: unknown[] = []
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (error: unknown) => uncaught.push(error))

/** A transaction that is busy, then idle, then busy again. */
const transaction = () =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_sleep(0.02)`)
    await pause(20)
    await tx.transaction(async (inner) => {
      await inner.execute(sql`select pg_sleep(0.02)`)
      await pause(20)
    })
    await tx.execute(sql`select 1`)
  })

const CONNECT_TIMEOUT_MS = 1500
async function msOfTransactions(): Promise<number> {
  const start = Date.now()
  await Promise.all(Array.from({ length: 10 }, transaction))
  return Date.now() - start
}

describe('transactions whose connection is cut', () => {
  it('fail, leave nothing uncaught, and spoil no place of the pool', { timeout: 60_000 }, async () => {
    let failed = 0
    for (let round = 0; round < 15; round++) {
      const running = Promise.allSettled(Array.from({ length: 8 }, transaction))
      await pause(5 + 9 * round)
      proxy.become({ kind: 'refuse' })
      const refused = Promise.allSettled(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? transaction() : db.execute(sql`select 1`))))
      await pause(20)
      proxy.become({ kind: 'pass' })
      await refused
      failed += (await running).filter(({ status }) => status === 'rejected').length

      await pause(100)
      // A spoiled place makes whoever gets it wait each time; a busy machine does so once.
      await expect.poll(msOfTransactions, { timeout: 10_000 }).toBeLessThan(CONNECT_TIMEOUT_MS)
    }
    expect(failed).toBeGreaterThan(20)

    expect(uncaught).toEqual([])
  })

  it('leave the pool reading and writing lists as before', async () => {
    const ids = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002']
    const [row] = await db.execute<{ same: string[]; found: boolean }>(
      sql`select ${sql.param(ids)}::uuid[] as same, ${ids[0]}::uuid = any(${sql.param(ids)}::uuid[]) as found`,
    )
    expect(row).toEqual({ same: ids, found: true })
  })

  it('are rolled back as ever when the work itself fails', async () => {
    const refusal = new Error('no')
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(sql`create table rolled_back (n int)`)
        throw refusal
      }),
    ).rejects.toBe(refusal)
    const [row] = await db.execute<{ there: boolean }>(sql`select to_regclass('rolled_back') is not null as there`)
    expect(row!.there).toBe(false)
  })

  it('fail with what the work failed with when it was another connection that broke', async () => {
    const elsewhere = Object.assign(new Error('another server'), { code: 'ECONNRESET' })
    await expect(
      db.transaction(async () => {
        throw elsewhere
      }),
    ).rejects.toBe(elsewhere)
  })
})
