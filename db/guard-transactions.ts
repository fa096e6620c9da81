import type postgres from 'postgres'

const CLOSES_WITHIN_MS = 2000

/** What a statement fails with when its connection is gone, or about to go. */
const DISCONNECTED = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
  'ERR_SOCKET_CLOSED',
  '57P01',
  '57P02',
  '57P03',
])

type Work = (transaction: postgres.TransactionSql) => unknown

interface Standing {
  isClosed: boolean
  /** Its work has ended, well or not: what still runs beside it must not go on behind the commit or the rollback. */
  isOver: boolean
}

/**
 * Keeps postgres.js from writing to a connection that has closed in the middle of a transaction. It would send the
 * rollback, or the next statement, into nothing: an error that nobody can catch, and bytes that stay behind and
 * spoil the greeting of the next connection in that place of the pool. What is asked when the work has ended is refused:
 * it would run by itself, or in the transaction of somebody else.
 */
export async function beginGuarded(client: postgres.Sql, args: unknown[]): Promise<unknown> {
  const work = args.pop() as Work
  const connection: Standing = { isClosed: false, isOver: false }
  try {
    const guarded = (transaction: postgres.TransactionSql) =>
      unlessDisconnected(connection, async () => {
        try {
          return await work(guard(transaction, connection))
        } finally {
          connection.isOver = true
        }
      })
    return await Reflect.apply(client.begin, client, [...args, guarded])
  } finally {
    connection.isClosed = true
  }
}

/** Settles as the work does, but leaves it to postgres.js to say that the connection is gone: it then sends nothing more. */
function unlessDisconnected(connection: Standing, work: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (result: unknown) => {
      if (!connection.isClosed) resolve(result)
    }
    work().then(done, (error: unknown) => {
      if (!isDisconnection(error)) return reject(error)
      setTimeout(() => {
        if (!connection.isClosed) reject(error)
      }, CLOSES_WITHIN_MS).unref()
    })
  })
}

function guard(transaction: postgres.TransactionSql, connection: Standing): postgres.TransactionSql {
  const isRefused = () => connection.isClosed || connection.isOver
  return new Proxy(transaction, {
    apply(target, self, args: unknown[]) {
      const isQuery = Array.isArray(args[0]) && 'raw' in args[0]
      return isQuery && isRefused() ? refused() : (Reflect.apply(target, self, args) as unknown)
    },
    get(target, key) {
      if (key === 'unsafe') return (...args: Parameters<typeof target.unsafe>) => (isRefused() ? refused() : target.unsafe(...args))
      if (key === 'savepoint') {
        return (...args: unknown[]) => {
          if (isRefused()) return refused()
          const work = args.pop() as Work
          return Reflect.apply(target.savepoint, target, [
            ...args,
            (inner: postgres.TransactionSql) => unlessDisconnected(connection, async () => work(guard(inner, connection))),
          ])
        }
      }
      return Reflect.get(target, key) as unknown
    },
  })
}

/** A query that was never sent, however it is awaited. */
function refused() {
  const rejected = Promise.reject(Object.assign(new Error('this transaction is over'), { code: 'CONNECTION_CLOSED' }))
  rejected.catch(() => {})
  return Object.assign(rejected, { values: () => rejected })
}

function isDisconnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && DISCONNECTED.has(String(cause.code))) return true
  }
  return false
}
