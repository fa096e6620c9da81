import type { FulfilmentStatus } from '#shared/lifecycles/order'
import type { ShipmentStatus } from '#shared/lifecycles/shipment'
import { sum } from '#shared/money'

interface Fulfilled {
  quantity: number
  shippedQuantity: number
  cancelledQuantity: number
  returnedQuantity: number
}

/** How much of an order has left, from its lines and parcels: the only place that says so. */
export function fulfilmentStatusOf(lines: readonly Fulfilled[], shipments: readonly ShipmentStatus[]): FulfilmentStatus {
  const shipped = sum(lines.map(({ shippedQuantity }) => shippedQuantity))
  if (shipped === 0) return 'unfulfilled'

  const left = sum(lines.map(({ quantity, shippedQuantity, cancelledQuantity }) => quantity - shippedQuantity - cancelledQuantity))
  if (left > 0) return 'partial'
  if (shipped === sum(lines.map(({ returnedQuantity }) => returnedQuantity))) return 'returned'
  return shipments.length > 0 && shipments.every((status) => status === 'delivered') ? 'delivered' : 'shipped'
}
