import type { stockLevels } from '#db/schema'
import type { Availability } from '#shared/contracts/catalog'

export type StockLevel = Pick<typeof stockLevels.$inferSelect, 'tracked' | 'backorder' | 'onHand' | 'reserved' | 'lowAt'>

/** How many can be had now; infinite where nobody counts or where more can be ordered. */
export const leftOf = (level: StockLevel): number =>
  !level.tracked || level.backorder ? Number.POSITIVE_INFINITY : Math.max(0, level.onHand - level.reserved)

/** What shoppers are told. */
export function availabilityOf(level: StockLevel): Availability {
  const left = leftOf(level)
  if (left === 0) return { kind: 'sold_out' }
  return left <= level.lowAt ? { kind: 'low_stock', left } : { kind: 'in_stock' }
}

/** Whether shoppers are told something else than before. */
export const looksDifferent = (one: StockLevel, other: StockLevel): boolean =>
  JSON.stringify(availabilityOf(one)) !== JSON.stringify(availabilityOf(other))
