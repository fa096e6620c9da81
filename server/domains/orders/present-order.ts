import type { orderGroups } from '#db/schema'
import type { OrderEventView, OrderGroupView, OrderLineView, OrderView, ShipmentView, ShopOrderDetail } from '#shared/contracts/orders'
import { sum } from '#shared/money'
import type { OrderLineRow } from './orders-locks'
import type { OrderEventRow, ShipmentRow, WholeOrder } from './read-orders'

export type OrderGroupRow = typeof orderGroups.$inferSelect

export function presentOrderGroup(group: OrderGroupRow, orders: readonly WholeOrder[]): OrderGroupView {
  const add = (pick: (order: WholeOrder['order']) => number) => sum(orders.map(({ order }) => pick(order)))
  return {
    number: group.number,
    placedAt: group.placedAt.toISOString(),
    email: group.email,
    shippingAddress: group.shippingAddress,
    billingAddress: group.billingAddress,
    orders: orders.map(presentOrder),
    itemsMinor: add((order) => order.itemsMinor),
    shippingMinor: add((order) => order.shippingMinor),
    discountMinor: add((order) => order.discountMinor),
    taxMinor: add((order) => order.taxMinor),
    totalMinor: group.totalMinor,
    currency: group.currency,
  }
}

export const presentOrder = ({ order, shop, lines, shipments, events }: WholeOrder): OrderView => ({
  number: order.number,
  shop,
  status: order.status,
  paymentStatus: order.paymentStatus,
  fulfilmentStatus: order.fulfilmentStatus,
  placedAt: order.placedAt.toISOString(),
  shippingMethod: order.shippingMethod,
  shipBy: order.shipBy?.toISOString() ?? null,
  lines: lines.map(presentLine),
  shipments: shipments.map(presentShipment),
  events: events.map(presentEvent),
  itemsMinor: order.itemsMinor,
  shippingMinor: order.shippingMinor,
  discountMinor: order.discountMinor,
  taxMinor: order.taxMinor,
  totalMinor: order.totalMinor,
  currency: order.currency,
})

/** For its shop: of the buyer what a parcel needs. Without a commission nothing is said of what the shop earns. */
export const presentShopOrder = (whole: WholeOrder, group: OrderGroupRow, commissionMinor: number | null): ShopOrderDetail => {
  const { shop: _, ...view } = presentOrder(whole)
  const earnings = commissionMinor === null ? null : { commissionMinor, earnedMinor: whole.order.totalMinor - commissionMinor }
  return { ...view, shippingAddress: group.shippingAddress, earnings }
}

const presentLine = (line: OrderLineRow): OrderLineView => ({
  id: line.id,
  productSlug: line.productSlug,
  title: line.title,
  optionLabel: line.optionLabel,
  sku: line.sku,
  imageUrl: line.imageUrl,
  quantity: line.quantity,
  shippedQuantity: line.shippedQuantity,
  cancelledQuantity: line.cancelledQuantity,
  unitPriceMinor: line.unitPriceMinor,
  discountMinor: line.discountMinor,
  totalMinor: line.totalMinor,
})

const presentShipment = (shipment: ShipmentRow): ShipmentView => ({
  id: shipment.id,
  status: shipment.status,
  carrier: shipment.carrier,
  trackingNumber: shipment.trackingNumber,
  trackingUrl: shipment.trackingUrl,
  shippedAt: shipment.shippedAt.toISOString(),
  deliveredAt: shipment.deliveredAt?.toISOString() ?? null,
  lines: shipment.lines,
})

const presentEvent = ({ id, kind, at, details }: OrderEventRow): OrderEventView => ({
  id,
  kind,
  at: at.toISOString(),
  shipmentId: typeof details.shipmentId === 'string' ? details.shipmentId : null,
})
