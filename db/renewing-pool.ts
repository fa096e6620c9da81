import type net from 'node:net'
import type postgres from 'postgres'
import { connectUnlessAway } from './connect-unless-away'
import { beginGuarded } from './guard-transactions'

const RENEW_AFTER_MS = 20
const RETIRE_AFTER_MS = 10_000
const LAST_WORDS_SECONDS = 30

type MakeSocket = (destination: never) => net.Socket

export interface RenewingPool {
  /** The client of whichever pool is the current one. */
  client: postgres.Sql
  close: () => Promise<void>
}

/**
 * A pool that is replaced once it has lost a connection. postgres.js uses the place of a lost connection again, and
 * where that was lost in the middle of a write the place keeps half a message and never writes again. What still
 * runs in the old pool ends there.
 */
export function openRenewingPool(make: (socket: MakeSocket) => postgres.Sql): RenewingPool {
  const retired = new Map<postgres.Sql, NodeJS.Timeout>()
  let renewal: NodeJS.Timeout | null = null
  let isClosed = false

  const socket = connectUnlessAway(() => {
    if (renewal || isClosed) return
    renewal = setTimeout(renew, RENEW_AFTER_MS)
    renewal.unref()
  })
  let current = make(socket)

  function renew(): void {
    renewal = null
    const old = current
    current = make(socket)
    const retire = setTimeout(() => void end(old), RETIRE_AFTER_MS)
    retire.unref()
    retired.set(old, retire)
  }

  async function end(pool: postgres.Sql): Promise<void> {
    clearTimeout(retired.get(pool))
    retired.delete(pool)
    await pool.end({ timeout: isClosed ? 5 : LAST_WORDS_SECONDS }).catch(() => {})
  }

  return {
    client: new Proxy(current, {
      get: (_, key) => (key === 'begin' ? (...args: unknown[]) => beginGuarded(current, args) : (Reflect.get(current, key) as unknown)),
      apply: (_, self, args: unknown[]) => Reflect.apply(current, self, args),
    }),
    async close() {
      isClosed = true
      if (renewal) clearTimeout(renewal)
      await Promise.all([current, ...retired.keys()].map(end))
    },
  }
}
