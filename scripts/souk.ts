import { defineCommand, runMain } from 'citty'
import { version } from '../package.json'
import { loadEnvironmentFile } from './launch/environment'
import { adminCommand } from './souk/admin'
import { demoCommand } from './souk/demo-command'
import { doctorCommand } from './souk/doctor'
import { migrateCommand } from './souk/migrate'
import { exportCommand } from './souk/export'
import { importCommand } from './souk/import'
import { reindexCommand } from './souk/reindex'
import { seedCommand } from './souk/seed'
import { shopsCommand } from './souk/shops'

/** The operator's tool. */
loadEnvironmentFile()
await runMain(
  defineCommand({
    meta: { name: 'souk', version, description: 'Looks after a Souk marketplace' },
    subCommands: {
      migrate: migrateCommand,
      admin: adminCommand,
      seed: seedCommand,
      doctor: doctorCommand,
      demo: demoCommand,
      import: importCommand,
      export: exportCommand,
      shops: shopsCommand,
      reindex: reindexCommand,
    },
  }),
)
