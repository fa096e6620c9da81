import { defineCommand } from 'citty'
import { openDatabase } from '#db/client'
import { compareMigrations } from '#server/platform/database/migrate'
import { say } from '../launch/progress'
import { migrateEverything } from './migrate-everything'
import { withConfig } from './open-world'

export const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Brings the database to this version of Souk' },
  args: { status: { type: 'boolean', description: 'Only say what is missing; change nothing' } },
  run: ({ args }) =>
    withConfig(async (config) => {
      if (!args.status) await migrateEverything(config)

      const { db, close } = openDatabase(config.databaseUrl, { max: 1 })
      try {
        const { pending, isNewer } = await compareMigrations(db)
        if (isNewer) say('The database was migrated by a newer version of Souk.')
        say(pending === 0 ? 'The database is up to date.' : `${pending} migrations are missing.`)
        if (isNewer || pending > 0) process.exitCode = 1
      } finally {
        await close()
      }
    }),
})
