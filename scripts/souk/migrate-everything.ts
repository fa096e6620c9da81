import type { Config } from '#server/platform/config/config'
import { migrateDatabase } from '#server/platform/database/migrate'
import { migrateQueue } from '#server/platform/queue/pg-boss-queue'

/** Brings every schema that Souk keeps to this version: its own and the queue's. */
export async function migrateEverything(config: Config): Promise<void> {
  const url = config.MIGRATION_DATABASE_URL ?? config.databaseUrl
  await migrateDatabase(url)
  await migrateQueue(url)
}
