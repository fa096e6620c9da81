import { migrateQueue } from '#server/platform/queue/pg-boss-queue'
import { migrateTestProvider } from '#server/platform/payment-gateway/test-provider-schema'
import { migrateDatabase } from '#server/platform/database/migrate'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildApp, buildIsStale } from '../../scripts/launch/production-build'
import { startEmbeddedPostgres } from '../../scripts/postgres/embedded-postgres'

const WITHOUT_DATABASE = ['unit', 'component']
const WITH_SERVER = ['api', 'security', 'faults', 'launch']

/** A build where a server is tested, and one Postgres for the run, with one migrated database that each test file clones. */
export default async function setup(project: TestProject) {
  const names = project.vitest.projects.map(({ name }) => name)
  if (names.some((name) => WITH_SERVER.includes(name)) && buildIsStale()) await buildApp()
  if (names.every((name) => WITHOUT_DATABASE.includes(name))) return

  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-test-'))
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ folder, disposable: true })
  await migrateDatabase(postgres.url)
  await migrateQueue(postgres.url)
  await migrateTestProvider(postgres.url)
  project.provide('databaseUrl', postgres.url)

  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
