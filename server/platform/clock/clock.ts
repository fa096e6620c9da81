let differenceMs = 0

/** Remembers how far the database's clock is from this node's; called with every time a transaction reads. */
export function noteDatabaseTime(databaseTime: Date): void {
  differenceMs = databaseTime.getTime() - Date.now()
}

/** The database's time as far as this node knows, for reads outside a transaction. */
export const estimatedDatabaseTime = (): Date => new Date(Date.now() + differenceMs)
