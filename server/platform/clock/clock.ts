import type { Database } from '#db/client'
import { runPreparedText } from '../database/run-prepared'

const NOW = { sql: 'select extract(epoch from now()) * 1000 as now', params: [] }

/** The database's time is the only time that is compared; a node's own may be wrong. */
export interface Clock {
  /** The time of a running transaction, which stays the same until it ends. */
  timeOf(transaction: Database): Promise<Date>
  /** The database's time as far as this node knows, for reads outside a transaction. */
  estimate(): Date
}

export function createDatabaseClock(): Clock {
  let differenceMs = 0

  return {
    async timeOf(transaction) {
      const [row] = await runPreparedText<{ now: string }>(transaction, NOW)
      const now = new Date(Number(row!.now))
      differenceMs = now.getTime() - Date.now()
      return now
    },
    estimate: () => new Date(Date.now() + differenceMs),
  }
}
