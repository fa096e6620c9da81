import { existsSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '#db/client'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import type { Database } from '#db/client'
import { DomainError } from '../errors'

/** Any number that nobody else locks: two migrations at once wait for each other. */
const MIGRATION_LOCK = 7_305_518

/** Beside the program where Souk was built, in the sources else. */
const beside = path.join(path.dirname(process.argv[1] ?? '.'), 'migrations')
const MIGRATIONS_FOLDER = existsSync(path.join(beside, 'meta')) ? beside : 'db/migrations'

/** Brings the database to this version of Souk. Several callers at once are safe; it waits for its turn. */
export async function migrateDatabase(url: string, folder = MIGRATIONS_FOLDER): Promise<void> {
  const { db, close } = openDatabase(url, { max: 1, name: 'souk-migrate' })
  try {
    await db.execute(sql`set statement_timeout = 0`)
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    // Better to fail and be repeated than to stand in the queue before a table and hold up every reader behind us.
    await db.execute(sql`set lock_timeout = '10s'`)
    const { isNewer } = await compareMigrations(db, folder)
    if (isNewer) throw databaseIsNewer()
    await migrate(db, { migrationsFolder: folder })
  } finally {
    await close()
  }
}

/** How many migrations are missing, and whether the database has some that this version does not know. */
export async function compareMigrations(db: Database, folder = MIGRATIONS_FOLDER): Promise<{ pending: number; isNewer: boolean }> {
  const known = readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.hash)
  const done = await appliedHashes(db)
  return { pending: known.filter((hash) => !done.has(hash)).length, isNewer: [...done].some((hash) => !known.includes(hash)) }
}

/** What a migration would run now, in order. */
export async function pendingStatements(db: Database, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const done = await appliedHashes(db)
  return readMigrationFiles({ migrationsFolder: folder })
    .filter(({ hash }) => !done.has(hash))
    .flatMap((migration) => migration.sql)
}

async function appliedHashes(db: Database): Promise<Set<string>> {
  const [table] = await db.execute<{ there: boolean }>(sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`)
  if (!table!.there) return new Set()
  const applied = await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`)
  return new Set(applied.map(({ hash }) => hash))
}

const databaseIsNewer = () =>
  new DomainError(
    'conflict',
    'database.newer',
    'This database was migrated by a newer version of Souk. Start that version, or restore a backup.',
  )
