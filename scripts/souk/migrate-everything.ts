import type { Config } from '#server/platform/config/config'
import { migrateDatabase } from '#server/platform/database/migrate'
import { restrictAppRole } from '#server/platform/database/restrict-app-role'
import { migrateTestProvider } from '#server/platform/payment-gateway/test-provider-schema'
import { migrateQueue } from '#server/platform/queue/pg-boss-queue'
import { takesTestPayments } from '#server/platform/world'

/** Who an address of a database logs in as. */
const roleOf = (url: string): string | null => decodeURIComponent(new URL(url).username) || null

/**
 * Brings every schema that Souk keeps to this version: its own, the queue's and, where it pretends to take money, the test
 * provider's. Where the app has a role of its own it may read and write rows, and nothing else.
 */
export async function migrateEverything(config: Config): Promise<void> {
  const url = config.MIGRATION_DATABASE_URL ?? config.databaseUrl
  await migrateDatabase(url)
  await migrateQueue(url)
  if (takesTestPayments(config)) await migrateTestProvider(url)

  const appRole = roleOf(config.databaseUrl)
  if (appRole !== null && appRole !== roleOf(url)) await restrictAppRole(url, appRole)
}
