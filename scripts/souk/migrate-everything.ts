import type { Config } from '#server/platform/config/config'
import { migrateDatabase } from '#server/platform/database/migrate'
import { migrateTestProvider } from '#server/platform/payment-gateway/test-provider-schema'
import { migrateQueue } from '#server/platform/queue/pg-boss-queue'
import { takesTestPayments } from '#server/platform/world'

/** Brings every schema that Souk keeps to this version: its own, the queue's and, where it pretends to take money, the test provider's. */
export async function migrateEverything(config: Config): Promise<void> {
  const url = config.MIGRATION_DATABASE_URL ?? config.databaseUrl
  await migrateDatabase(url)
  await migrateQueue(url)
  if (takesTestPayments(config)) await migrateTestProvider(url)
}
