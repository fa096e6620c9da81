import { jobs } from '#server/jobs'
import type { Config } from '#server/platform/config/config'
import { loadConfig } from '#server/platform/config/load-config'
import type { Context } from '#server/platform/context'
import { closeWorld, contextOf, createWorld } from '#server/platform/world'
import { joinEmbeddedParts } from '../launch/embedded-parts'
import { dataFolder, hasOwnDatabase } from '../launch/environment'

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
export const withMarketplace = <T>(work: (ctx: Context) => Promise<T>): Promise<T> => withConfig((config) => withWorld(config, work))

/** The checked configuration, with the embedded database running where there is no other. */
export async function withConfig<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const parts = hasOwnDatabase() ? null : await joinEmbeddedParts(dataFolder())
  try {
    return await work(loadConfig())
  } finally {
    await parts?.stop()
  }
}
