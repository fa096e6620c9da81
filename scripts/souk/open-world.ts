import { openDatabase } from '#db/client'
import { jobs } from '#server/jobs'
import type { Config } from '#server/platform/config/config'
import { loadConfig } from '#server/platform/config/load-config'
import type { Context } from '#server/platform/context'
import { compareMigrations } from '#server/platform/database/migrate'
import { closeWorld, contextOf, createWorld } from '#server/platform/world'
import { joinEmbeddedParts } from '../launch/embedded-parts'
import { dataFolder, hasOwnDatabase } from '../launch/environment'
import { Refusal } from '../launch/refusal'

/** Runs `work` in a world of its own that can send jobs but leaves them to the server's workers. */
export async function withWorld<T>(config: Config, work: (ctx: Context) => Promise<T>): Promise<T> {
  const world = createWorld({ ...config, LOG_LEVEL: config.LOG_LEVEL === 'debug' ? 'debug' : 'error' })
  try {
    await world.queue.start(jobs, { work: false, context: () => contextOf(world) })
    return await work(contextOf(world))
  } finally {
    await closeWorld(world)
  }
}

/** For a command of the operator's tool: finds or starts the database. The jobs that it causes are the server's to do. */
export const withMarketplace = <T>(work: (ctx: Context) => Promise<T>): Promise<T> =>
  withConfig(async (config) => {
    await requireThisVersion(config)
    return withWorld(config, work)
  })

async function requireThisVersion(config: Config): Promise<void> {
  const { db, close } = openDatabase(config.databaseUrl, { max: 1 })
  try {
    const { pending, isNewer } = await compareMigrations(db)
    if (isNewer) throw new Refusal('The database was migrated by a newer version of Souk. Use that version of the tool.')
    if (pending > 0) throw new Refusal('The database is not at this version of Souk yet. First run: npm run souk -- migrate')
  } finally {
    await close()
  }
}

/** The checked configuration, with the embedded database running where there is no other. */
export async function withConfig<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const parts = hasOwnDatabase() ? null : await joinEmbeddedParts(dataFolder())
  try {
    return await work(loadConfig())
  } finally {
    await parts?.stop()
  }
}
