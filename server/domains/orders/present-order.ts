import type {
  AdminOrderGroup,
  OrderEventView,
  OrderGroupView,
  OrderLineView,
  OrderView,
  RefundView,
  ShipmentView,
  ShopOrderDetail,
} from '#shared/contracts/orders'
import type { PaymentRow, RefundRow } from '#server/domains/payments'
import { sum } from '#shared/money'
import type { OrderGroupRow, OrderLineRow } from './orders-locks'
import type { OrderEventRow, ShipmentRow, WholeOrder } from './read-orders'

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
    coupon: orders.find(({ coupon }) => coupon !== null)?.coupon ?? null,
    taxMinor: add((order) => order.taxMinor),
    totalMinor: group.totalMinor,
    refundedMinor: sum(orders.map(({ refunds }) => refundedOf(refunds))),
    currency: group.currency,
  }
}

export const presentOrder = ({ order, shop, coupon, lines, shipments, events, refunds }: WholeOrder): OrderView => ({
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
  refunds: refunds.map((refund) => presentRefund(refund, refunds)),
  itemsMinor: order.itemsMinor,
  shippingMinor: order.shippingMinor,
  discountMinor: order.discountMinor,
  coupon,
  taxMinor: order.taxMinor,
  totalMinor: order.totalMinor,
  refundedMinor: refundedOf(refunds),
  currency: order.currency,
})

/** What the marketplace takes of an order, and what it adds to it. */
export interface MarketplaceShare {
  commissionMinor: number
  promotionMinor: number
}

/** For its shop: of the buyer what a parcel needs. Without the marketplace's share nothing is said of what the shop earns. */
export const presentShopOrder = (whole: WholeOrder, group: OrderGroupRow, share: MarketplaceShare | null): ShopOrderDetail => {
  const { shop: _, ...view } = presentOrder(whole)
  const earnings = share && earningsOf(view, share)
  return { ...view, shippingAddress: group.shippingAddress, earnings }
}

export function presentAdminOrderGroup(
  group: OrderGroupRow,
  { provider, intentId, status }: PaymentRow,
  orders: readonly WholeOrder[],
  shares: ReadonlyMap<string, MarketplaceShare>,
): AdminOrderGroup {
  return {
    ...presentOrderGroup(group, orders),
    orders: orders.map((whole) => {
      const view = presentOrder(whole)
      return { ...view, earnings: earningsOf(view, shares.get(whole.order.id)!) }
    }),
    payment: { provider, intentId, status },
  }
}

const earningsOf = ({ totalMinor, refundedMinor }: Pick<OrderView, 'totalMinor' | 'refundedMinor'>, share: MarketplaceShare) => ({
  ...share,
  earnedMinor: totalMinor - refundedMinor + share.promotionMinor - share.commissionMinor,
})

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
  refundedQuantity: line.refundedQuantity,
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

const presentEvent = ({ id, kind, at, details, note }: OrderEventRow): OrderEventView => ({
  id,
  kind,
  at: at.toISOString(),
  shipmentId: textOf(details.shipmentId),
  reason: textOf(details.reason),
  note,
  amountMinor: typeof details.amountMinor === 'number' ? details.amountMinor : null,
})

const textOf = (detail: unknown): string | null => (typeof detail === 'string' ? detail : null)

/** One that stands in the place of another is the same money. */
const refundedOf = (refunds: readonly RefundRow[]): number =>
  sum(refunds.filter(({ replacesId }) => replacesId === null).map(({ amountMinor }) => amountMinor))

const presentRefund = ({ id, status, amountMinor, reason, note, createdAt }: RefundRow, all: readonly RefundRow[]): RefundView => ({
  id,
  status,
  amountMinor,
  reason,
  note,
  isReplaced: all.some(({ replacesId }) => replacesId === id),
  at: createdAt.toISOString(),
})
