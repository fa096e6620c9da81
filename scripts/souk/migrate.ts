import { openDatabase } from '#db/client'
import type { Config } from '#server/platform/config/config'
import { compareMigrations, pendingStatements } from '#server/platform/database/migrate'
import { say } from '../launch/progress'
import { command } from './command'
import { migrateEverything } from './migrate-everything'
import { withConfig } from './open-world'

export const migrateCommand = command({
  meta: { name: 'migrate', description: 'Brings the database to this version of Souk' },
  args: {
    status: { type: 'boolean', description: 'Only say what is missing; exit code 1 if anything is' },
    'dry-run': { type: 'boolean', description: 'Only print the statements that would run' },
  },
  run: ({ args }) =>
    withConfig(async (config) => {
      if (args['dry-run']) return printPending(config)
      if (!args.status) await migrateEverything(config)
      await printStatus(config)
    }),
})

async function printPending(config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    for (const statement of await pendingStatements(db)) say(`${statement.trim()}\n`)
  })
}

async function printStatus(config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    const { pending, isNewer } = await compareMigrations(db)
    if (isNewer) say('The database was migrated by a newer version of Souk.')
    say(pending === 0 ? 'The database is up to date.' : `${pending} ${pending === 1 ? 'migration is' : 'migrations are'} missing.`)
    if (isNewer || pending > 0) process.exitCode = 1
  })
}

async function withDatabase(config: Config, work: (db: ReturnType<typeof openDatabase>['db']) => Promise<void>): Promise<void> {
  const { db, close } = openDatabase(config.databaseUrl, { max: 1 })
  try {
    await work(db)
  } finally {
    await close()
  }
}
