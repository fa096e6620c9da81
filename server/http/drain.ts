import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '#server/platform/logger/logger'

const GRACE_MS = 500
const HTTP_ENDS_WITHIN_MS = 20_000
const EVERYTHING_ENDS_WITHIN_MS = 28_000

let draining = false

/** True once the process has been told to end: `readyz` says so, and every answer closes its connection. */
export const isDraining = (): boolean => draining

export interface Draining {
  log: Logger
  /** The server, once it has been seen. */
  server: () => Server | null
  /** Sends every socket away so that it comes back elsewhere. */
  closeSockets: () => Promise<void>
  /** Ends the workers and closes every connection to the outside. */
  closeWorld: () => Promise<void>
}

/**
 * Ends the process on SIGTERM and SIGINT without breaking what it is doing: not ready any more, sockets sent
 * elsewhere, no new connections, running requests and jobs finished, pools closed. A second signal ends it at once.
 */
export function drainOnSignal(parts: Draining): void {
  // Nitro's own way destroys sockets without a word and closes pools only after them.
  process.env.NITRO_SHUTDOWN_DISABLED = '1'

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (draining) process.exit(1)
      draining = true
      void drain(parts, signal)
    })
  }
}

async function drain({ log, server, closeSockets, closeWorld }: Draining, signal: string): Promise<void> {
  log.info({ signal }, 'ending: no new work is taken')
  setTimeout(() => {
    log.error('ending took too long')
    process.exit(1)
  }, EVERYTHING_ENDS_WITHIN_MS).unref()

  await closeSockets()
  // A balancer sees that this node is not ready while it still answers.
  if (signal === 'SIGTERM') await pause(GRACE_MS)

  const listening = server()
  if (listening) await endRequests(listening)
  await closeWorld().catch((error: unknown) => log.error({ error }, 'not everything could be closed'))
  log.info('ended')
  process.exit(0)
}

async function endRequests(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  await Promise.race([closed, pause(HTTP_ENDS_WITHIN_MS)])
  clearInterval(idle)
  server.closeAllConnections()
}
