import { environmentSchema, type Config } from '#server/platform/config/config'
import type { Context, World } from '#server/platform/context'
import type { Job } from '#server/platform/queue/queue'
import { closeWorld, contextOf, createWorld } from '#server/platform/world'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { cloneDatabase } from './database'
import { createTestClock } from './doubles/test-clock'

/** What a test holds: a world in which it may travel through time. */
export interface TestContext extends Context {
  /** From now on it is this moment, in and outside transactions; null lets time flow again. */
  travelTo: (moment: Date | null) => void
}

export const testConfig = (over: Partial<Config> & { databaseUrl: string }): Config => ({
  ...environmentSchema.parse({ LOG_LEVEL: 'silent' }),
  demo: true,
  host: '127.0.0.1',
  siteUrl: 'http://souk.test',
  secret: 'a secret for tests that is long enough',
  ...over,
})

/**
 * A world on a database of its own with the embedded driver of every port, for one test file:
 * call it at the top of the file. It closes itself when the file is done. Jobs are registered and
 * worked by `ctx.queue.drain()` only.
 */
export async function testContext(doubles: Partial<World> = {}, jobs: readonly Job<never>[] = []): Promise<TestContext> {
  const { url, drop } = await cloneDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-data-'))
  afterAll(async () => {
    await drop()
    rmSync(folder, { recursive: true, force: true })
  })
  return contextOn(testConfig({ databaseUrl: url, SOUK_DATA: folder, DATABASE_POOL: 20 }), doubles, jobs)
}

/** A world in this process on parts that are there already; closes itself when the file is done. */
export async function contextOn(config: Config, doubles: Partial<World> = {}, jobs: readonly Job<never>[] = []): Promise<TestContext> {
  const clock = createTestClock()
  const world = createWorld(config, { clock, ...doubles })
  afterAll(() => closeWorld(world, 1))
  await world.queue.start(jobs, { work: false, context: () => contextOf(world) })

  const ctx = { ...contextOf(world), travelTo: clock.travelTo }
  return Object.defineProperty(ctx, 'now', { get: () => world.clock.estimate(), enumerable: true })
}
