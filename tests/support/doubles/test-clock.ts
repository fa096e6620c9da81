import { createDatabaseClock, type Clock } from '#server/platform/clock/clock'

export interface TestClock extends Clock {
  /** From now on it is this moment, until the next travel; without a moment, time flows again. */
  travelTo(moment: Date | null): void
}

/** The database's clock until somebody travels, then one that stands still. */
export function createTestClock(): TestClock {
  const real = createDatabaseClock()
  let frozen: Date | null = null

  return {
    timeOf: async (transaction) => (frozen ? new Date(frozen) : real.timeOf(transaction)),
    estimate: () => (frozen ? new Date(frozen) : real.estimate()),
    travelTo: (moment) => (frozen = moment),
  }
}
