import { setTimeout as pause } from 'node:timers/promises'
import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'
import { drainOnSignal } from '#server/http/drain'
import { installEdge } from '#server/http/edge'
import { installSockets } from '#server/http/installed-sockets'
import { createPageServer } from '#server/http/serve-page'
import { SOCKET_TOPICS } from '#server/http/socket-topics'
import { createSockets } from '#server/http/sockets'
import { provideWorld } from '#server/http/world'
import { jobs } from '#server/jobs'
import { lowerBackgroundThreads } from '#server/platform/background-threads'
import { ConfigError, loadConfig } from '#server/platform/config/load-config'
import type { World } from '#server/platform/context'
import { closeWorld, contextOf, createWorld } from '#server/platform/world'

const SECONDS_BETWEEN_TRIES = 2
const JOBS_END_WITHIN_SECONDS = 5

/** Makes the world from the checked configuration before the first request, and puts the edge around the app. */
export default defineNitroPlugin((nitroApp) => {
  const world = createWorld(loadConfigOrExit())
  provideWorld(world)

  const sockets = createSockets(world, SOCKET_TOPICS)
  installSockets(nitroApp, sockets)
  const runtimeConfig = useRuntimeConfig()
  const pages = createPageServer(nitroApp, world, runtimeConfig.app.buildId)
  const edge = installEdge(nitroApp, world, { pages, runtimeConfig })
  void keepTryingToStart(world)

  if (import.meta.dev) return
  drainOnSignal({
    log: world.log,
    server: edge.server,
    closeSockets: sockets.closeAll,
    closeWorld: () => closeWorld(world, JOBS_END_WITHIN_SECONDS),
  })
})

function loadConfigOrExit() {
  try {
    return loadConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(78)
  }
}

/** Postgres may come later than the app, or be migrated while it waits. */
async function keepTryingToStart(world: World): Promise<void> {
  const work = world.config.SOUK_ROLE !== 'web'
  for (;;) {
    try {
      await world.queue.start(jobs, { work, context: () => contextOf(world) })
      // By now the first of their work is done, so they are there.
      return lowerBackgroundThreads()
    } catch (error) {
      world.log.warn({ error }, `the queue cannot start yet; next try in ${SECONDS_BETWEEN_TRIES} s`)
      await pause(SECONDS_BETWEEN_TRIES * 1000)
    }
  }
}
