import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { isTroubled, type ShipmentStatus } from '#shared/lifecycles/shipment'
import type { OrderRow } from './orders-locks'

const DAY_MS = 24 * 60 * 60 * 1000

interface Parcel {
  status: ShipmentStatus
  shippedAt: Date
  deliveredAt: Date | null
}

/**
 * Until when things of an order can be sent back: so many days after its last parcel arrived, or counts as arrived where
 * nobody said so. What was lost or came back to the shop does not count. Null while nothing has been sent, and where its shop
 * takes nothing back.
 */
export async function returnableUntil(ctx: Context, order: Pick<OrderRow, 'returnDays'>, parcels: readonly Parcel[]): Promise<Date | null> {
  return endOfWindow(order, parcels, (await readSettings(ctx)).completeDays)
}

export function endOfWindow({ returnDays }: Pick<OrderRow, 'returnDays'>, parcels: readonly Parcel[], completeDays: number): Date | null {
  const there = parcels.filter(({ status }) => !isTroubled(status))
  if (there.length === 0 || returnDays === 0) return null
  const arrivals = there.map(({ shippedAt, deliveredAt }) => deliveredAt?.getTime() ?? shippedAt.getTime() + completeDays * DAY_MS)
  return new Date(Math.max(...arrivals) + returnDays * DAY_MS)
}
