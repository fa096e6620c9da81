import { migrateDatabase } from '#server/platform/database/migrate'
import { migrateTestProvider } from '#server/platform/payment-gateway/test-provider-schema'
import { migrateQueue } from '#server/platform/queue/pg-boss-queue'
import { orderGroups } from '#db/schema'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { placeOfData } from '../../scripts/postgres/data-folder'
import { startEmbeddedPostgres } from '../../scripts/postgres/embedded-postgres'
import { postmasterOf } from '../../scripts/postgres/process'
import { contextOn, testConfig } from '../support/context'
import { make } from '../support/make'
import { testServer } from '../support/server'
import { buyOverHttp, expectHealthyMarketplace } from '../support/shopping'

const KILLS = process.env.SOUK_FAULTS === 'long' ? 5 : 1
const BACK_WITHIN_MS = 15_000

/** One of its own, which keeps what it has committed as an operator's does. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-killed-'))
chmodSync(folder, 0o755)
let postgres = await startEmbeddedPostgres({ folder })
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})
for (const migrate of [migrateDatabase, migrateQueue, migrateTestProvider]) await migrate(postgres.url)
const server = await testServer({}, { databaseUrl: () => postgres.url })

async function killPostgres(): Promise<void> {
  process.kill(postmasterOf(placeOfData(folder))!, 'SIGKILL')
  await postgres.ended
}

it(
  'F11: a Postgres that is killed while people buy keeps every order that it has confirmed, and makes none twice',
  { timeout: 240_000 },
  async () => {
    const ctx = await contextOn(testConfig({ databaseUrl: postgres.url, SOUK_DATA: folder }))
    const buyers = 8 * KILLS
    const product = await make(ctx).product({ stock: 6 * buyers })
    const buying = Array.from({ length: buyers }, () => buyOverHttp(server.visitor(), product, { patienceMs: 180_000 }))
    const finished = Promise.all(buying)

    for (let kill = 0; kill < KILLS; kill++) {
      await pause(150 + 200 * kill)
      await killPostgres()
      await pause(500)
      postgres = await startEmbeddedPostgres({ folder })
      const back = Date.now()
      await expect
        .poll(
          () =>
            server
              .visitor()
              .get('/readyz')
              .then(({ status }) => status),
          { timeout: BACK_WITHIN_MS, interval: 100 },
        )
        .toBe(200)
      expect(Date.now() - back).toBeLessThan(BACK_WITHIN_MS)
    }

    const bought = await finished
    expect(new Set(bought.map(({ orderGroup }) => orderGroup!.number)).size).toBe(buyers)
    expect(await ctx.db.$count(orderGroups)).toBe(buyers)
    await expectHealthyMarketplace(ctx)
  },
)
