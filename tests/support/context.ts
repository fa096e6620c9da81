import { environmentSchema, type Config } from '#server/platform/config/config'
import type { Context, World } from '#server/platform/context'
import type { Job } from '#server/platform/queue/queue'
import { closeWorld, contextOf, createWorld } from '#server/platform/world'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { cloneDatabase } from './database'

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
export async function testContext(doubles: Partial<World> = {}, jobs: readonly Job<never>[] = []): Promise<Context> {
  const { url, drop } = await cloneDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-data-'))
  const world = createWorld(testConfig({ databaseUrl: url, SOUK_DATA: folder, DATABASE_POOL: 20 }), doubles)

  afterAll(async () => {
    await closeWorld(world, 1)
    await drop()
    rmSync(folder, { recursive: true, force: true })
  })
  await world.queue.start(jobs, { work: false, context: () => contextOf(world) })
  return contextOf(world)
}
