import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const THREADS = '/proc/self/task'
/** As `nice` counts: others first, without starving. */
const LOWER = 10

/**
 * Lets the thread that answers requests go before those that hash and compress, so that many sign-ins at once do not make
 * everybody else wait. Only Linux can tell threads apart; elsewhere nothing happens.
 */
export function lowerBackgroundThreads(): void {
  try {
    for (const thread of readdirSync(THREADS))
      if (readFileSync(`${THREADS}/${thread}/comm`, 'utf8').startsWith('libuv-worker')) setPriority(Number(thread), LOWER)
  } catch {
    // A matter of comfort: without it everything works.
  }
}
