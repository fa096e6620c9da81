import type {
  AdminOrderGroup,
  JournalView,
  OrderEventView,
  OrderGroupView,
  OrderLineView,
  OrderView,
  RefundView,
  ShipmentView,
  ShopOrderDetail,
} from '#shared/contracts/orders'
import type { BookedJournal, OrderMoney } from '#server/domains/ledger'
import type { PaymentRow, RefundRow } from '#server/domains/payments'
import { sum } from '#shared/money'
import { returnableOf } from './chosen-pieces'
import type { ExplainedOrder } from './explain-earnings'
import type { OrderGroupRow, OrderLineRow } from './orders-locks'
import { presentReturn } from './present-return'
import type { OrderEventRow, ShipmentRow, WholeOrder } from './read-orders'

export function presentOrderGroup(
  group: OrderGroupRow,
  orders: readonly WholeOrder[],
  moneyOf: (orderId: string) => OrderMoney,
): OrderGroupView {
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
    money: moneyOfGroup(orders.map(({ order }) => moneyOf(order.id))),
    currency: group.currency,
  }
}

function moneyOfGroup(all: readonly OrderMoney[]): OrderGroupView['money'] {
  const add = (pick: (money: OrderMoney) => number) => sum(all.map(pick))
  const sentBackMinor = add((money) => money.sentBackMinor)
  return {
    paidMinor: add((money) => money.paidMinor),
    sentBackMinor,
    toSendBackMinor: add((money) => money.refundedMinor) - sentBackMinor,
    disputedMinor: add((money) => money.disputedMinor),
    chargedBackMinor: add((money) => money.chargedBackMinor),
  }
}

export const presentOrder = ({ order, shop, coupon, lines, shipments, events, refunds, documents, ...whole }: WholeOrder): OrderView => ({
  number: order.number,
  shop: { slug: shop.slug, name: shop.name },
  status: order.status,
  paymentStatus: order.paymentStatus,
  fulfilmentStatus: order.fulfilmentStatus,
  placedAt: order.placedAt.toISOString(),
  shippingMethod: order.shippingMethod,
  pickup: order.pickup,
  shipBy: order.shipBy?.toISOString() ?? null,
  arrives: order.arrivesFrom && order.arrivesBy && { from: order.arrivesFrom.toISOString(), by: order.arrivesBy.toISOString() },
  lines: lines.map(presentLine),
  shipments: shipments.map(presentShipment),
  events: events.map(presentEvent),
  refunds: refunds.map((refund) => presentRefund(refund, refunds)),
  documents: documents.map(({ orderId: _, issuedAt, ...document }) => ({ ...document, issuedAt: issuedAt.toISOString() })),
  returns: whole.returns.map((back) => presentReturn(back, lines)),
  returnDays: order.returnDays,
  returnableUntil: whole.returnableUntil?.toISOString() ?? null,
  itemsMinor: order.itemsMinor,
  shippingMinor: order.shippingMinor,
  discountMinor: order.discountMinor,
  coupon,
  taxMinor: order.taxMinor,
  totalMinor: order.totalMinor,
  refundedMinor: refundedOf(refunds),
  currency: order.currency,
})

/** For its shop: of the buyer what a parcel needs. Without an explanation nothing is said of what the shop earns. */
export const presentShopOrder = (
  whole: WholeOrder,
  group: OrderGroupRow,
  explained: ((orderId: string) => ExplainedOrder) | null,
): ShopOrderDetail => {
  const { shop: _, ...view } = presentOrder(whole)
  return {
    ...view,
    shippingAddress: group.shippingAddress,
    shopAddress: whole.shop.address,
    earnings: explained?.(whole.order.id).earnings ?? null,
    disputes: whole.disputes,
  }
}

export function presentAdminOrderGroup(
  group: OrderGroupRow,
  { provider, intentId, status, feesMinor }: PaymentRow & { feesMinor: number },
  orders: readonly WholeOrder[],
  explained: (orderId: string) => ExplainedOrder,
): AdminOrderGroup {
  return {
    ...presentOrderGroup(group, orders, (orderId) => explained(orderId).money),
    orders: orders.map((whole) => {
      const { earnings, money } = explained(whole.order.id)
      return {
        ...presentOrder(whole),
        earnings,
        journals: money.journals.map(presentJournal),
        shopAddress: whole.shop.address,
        disputes: whole.disputes,
      }
    }),
    payment: { provider, intentId, status, feesMinor },
  }
}

const presentJournal = ({ id, kind, at, entries }: BookedJournal): JournalView => ({ id, kind, at: at.toISOString(), entries })

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
  returnedQuantity: line.returnedQuantity,
  returnableQuantity: returnableOf(line),
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
  resentAt: shipment.resentAt?.toISOString() ?? null,
  events: shipment.events,
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
  returnId: textOf(details.returnId),
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
