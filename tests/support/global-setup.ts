import { migrateQueue } from '#server/platform/queue/pg-boss-queue'
import { migrateDatabase } from '#server/platform/database/migrate'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../scripts/postgres/embedded-postgres'

const WITHOUT_DATABASE = ['unit', 'component']

/** One Postgres for the run, with one migrated database that each test file clones. */
export default async function setup(project: TestProject) {
  if (project.vitest.projects.every(({ name }) => WITHOUT_DATABASE.includes(name))) return

  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-test-'))
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ folder, disposable: true })
  await migrateDatabase(postgres.url)
  await migrateQueue(postgres.url)
  project.provide('databaseUrl', postgres.url)

  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated template; never written to. */
    databaseUrl: string
  }
}
