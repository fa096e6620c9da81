import type net from 'node:net'
import type postgres from 'postgres'
import { connectUnlessAway, type Destination } from './connect-unless-away'
import { beginGuarded } from './guard-transactions'

const RENEW_AFTER_MS = 20
const RETIRE_AFTER_MS = 10_000
const LAST_WORDS_SECONDS = 30

type MakeSocket = (pool: PoolOptions) => net.Socket

/** The option by which postgres.js takes its sockets from us; it is missing from its types, not from its code. */
export type SocketOption = { socket: MakeSocket }

/** What postgres.js knows of its pool; the parts that it keeps to itself included. */
interface PoolOptions extends Destination, ArrayTypes {
  fetch_types: boolean
}

interface ArrayTypes {
  parsers: Record<number, unknown>
  serializers: Record<number, unknown>
  shared: { typeArrayMap: Record<number, number> }
}

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
export function openRenewingPool(make: (option: object & SocketOption) => postgres.Sql): RenewingPool {
  const retired = new Map<postgres.Sql, NodeJS.Timeout>()
  let renewal: NodeJS.Timeout | null = null
  let isClosed = false

  const connect = connectUnlessAway(() => {
    if (renewal || isClosed) return
    renewal = setTimeout(renew, RENEW_AFTER_MS)
    renewal.unref()
  })
  const learnTypesOnce = rememberArrayTypes()
  const socket: MakeSocket = (pool) => {
    learnTypesOnce(pool)
    return connect(pool)
  }
  let current = make({ socket })

  function renew(): void {
    renewal = null
    const old = current
    current = make({ socket })
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

/**
 * Asks the database for its array types over the first connections only. postgres.js would ask over each, and where
 * a connection is lost before the answer nobody hears of it but the process.
 */
function rememberArrayTypes(): (pool: PoolOptions) => void {
  let known: ArrayTypes | null = null

  return (pool) => {
    if (!known && Object.keys(pool.shared.typeArrayMap).length > 0) known = pool
    if (!known) return
    if (known !== pool) {
      Object.assign(pool.parsers, known.parsers)
      Object.assign(pool.serializers, known.serializers)
      Object.assign(pool.shared.typeArrayMap, known.shared.typeArrayMap)
    }
    pool.fetch_types = false
  }
}
