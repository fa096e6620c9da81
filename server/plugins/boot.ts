import { setTimeout as pause } from 'node:timers/promises'
import { defineNitroPlugin } from 'nitropack/runtime'
import { provideWorld } from '#server/http/world'
import { jobs } from '#server/jobs'
import { ConfigError, loadConfig } from '#server/platform/config/load-config'
import type { World } from '#server/platform/context'
import { contextOf, createWorld } from '#server/platform/world'

const SECONDS_BETWEEN_TRIES = 2

/** Makes the world from the checked configuration before the first request, and works the queue. */
export default defineNitroPlugin(() => {
  const world = createWorld(loadConfigOrExit())
  provideWorld(world)
  void keepTryingToStart(world)
})

function loadConfigOrExit() {
  try {
    return loadConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(78)
  }
}

/** Postgres may come later than the app, or be migrated while it waits. */
async function keepTryingToStart(world: World): Promise<void> {
  const work = world.config.SOUK_ROLE !== 'web'
  for (;;) {
    try {
      return await world.queue.start(jobs, { work, context: () => contextOf(world) })
    } catch (error) {
      world.log.warn({ error }, `the queue cannot start yet; next try in ${SECONDS_BETWEEN_TRIES} s`)
      await pause(SECONDS_BETWEEN_TRIES * 1000)
    }
  }
}
