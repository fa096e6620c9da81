import { z } from 'zod'
import { FULFILMENT_STATUSES, ORDER_EVENT_KINDS, ORDER_STATUSES, PAYMENT_STATUSES } from '../lifecycles/order'
import { LEDGER_ACCOUNT_KINDS, LEDGER_JOURNAL_KINDS } from '../lifecycles/ledger'
import { PAYMENT_ATTEMPT_STATUSES, REFUND_STATUSES } from '../lifecycles/payment'
import { PAYOUT_STATUSES } from '../lifecycles/payout'
import { SHIPMENT_STATUSES, TRACKING_KINDS } from '../lifecycles/shipment'
import { deliveryAddressSchema, postalAddressSchema } from './address'
import { orderDocumentViewSchema } from './order-documents'
import { returnViewSchema } from './returns'
import { adminDisputeViewSchema, disputeViewSchema } from './disputes'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, textSchema } from './common'
import { pickupPlaceSchema } from './shipping'

/** A group's number as people see it: `S-7KQ2-M9XD`. */
export const groupNumberSchema = z.string().regex(/^S-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
/** An order's: its group's and its place in it. */
export const orderNumberSchema = z.string().regex(/^S-[0-9A-Z]{4}-[0-9A-Z]{4}-\d{1,3}$/)
/** The proof in a guest's link. */
export const accessKeySchema = z.string().regex(/^[\w-]{10,64}$/)

const statusFields = {
  status: z.enum(ORDER_STATUSES),
  paymentStatus: z.enum(PAYMENT_STATUSES),
  fulfilmentStatus: z.enum(FULFILMENT_STATUSES),
}

/** What was bought, as it was then. The picture may be gone by now. */
export const orderLineViewSchema = z.object({
  id: idSchema,
  productSlug: z.string(),
  title: z.string(),
  optionLabel: z.string(),
  sku: z.string(),
  imageUrl: z.string().nullable(),
  quantity: z.number().int(),
  shippedQuantity: z.number().int(),
  cancelledQuantity: z.number().int(),
  /** Pieces that money has gone back for. */
  refundedQuantity: z.number().int(),
  /** Pieces that came back and were taken. */
  returnedQuantity: z.number().int(),
  /** Pieces that the buyer has and may ask to give back. */
  returnableQuantity: z.number().int(),
  unitPriceMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
  /** What is left after the discount. */
  totalMinor: minorUnitsSchema,
})
export type OrderLineView = z.infer<typeof orderLineViewSchema>

/** A parcel. */
export const shipmentViewSchema = z.object({
  id: idSchema,
  status: z.enum(SHIPMENT_STATUSES),
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().nullable(),
  shippedAt: momentSchema,
  deliveredAt: momentSchema.nullable(),
  /** It did not get there, and its contents were put back to be sent once more. */
  resentAt: momentSchema.nullable(),
  /** What became of it on its way, oldest first. */
  events: z.array(z.object({ kind: z.enum(TRACKING_KINDS), by: z.enum(['shop', 'buyer']), at: momentSchema })),
  lines: z.array(z.object({ lineId: idSchema, quantity: z.number().int() })),
})
export type ShipmentView = z.infer<typeof shipmentViewSchema>

/** What became of a parcel. Refused with `orders.shipment_status_conflict` (409); repeating it changes nothing. */
export const trackParcelSchema = z.strictObject({ kind: z.enum(TRACKING_KINDS) })
export type TrackParcel = z.infer<typeof trackParcelSchema>

/** Money on its way back, or back. */
export const refundViewSchema = z.object({
  id: idSchema,
  status: z.enum(REFUND_STATUSES),
  amountMinor: minorUnitsSchema,
  /** `cancelled`, or one of the reasons for refunds. */
  reason: z.string(),
  note: z.string(),
  /** It did not go through, and another was asked for in its place. */
  isReplaced: z.boolean(),
  at: momentSchema,
})
export type RefundView = z.infer<typeof refundViewSchema>

/** One entry of the timeline, oldest first; `shipmentId` for what happened to a parcel. */
export const orderEventViewSchema = z.object({
  id: idSchema,
  kind: z.enum(ORDER_EVENT_KINDS),
  at: momentSchema,
  shipmentId: idSchema.nullable(),
  /** Of a cancellation: why, and what was said with it. */
  reason: z.string().nullable(),
  note: z.string(),
  /** Of money that goes back. */
  amountMinor: minorUnitsSchema.nullable(),
  /** Of what happened to a return. */
  returnId: idSchema.nullable(),
})
export type OrderEventView = z.infer<typeof orderEventViewSchema>

/** One shop's order as its buyer sees it. */
export const orderViewSchema = z.object({
  number: orderNumberSchema,
  shop: z.object({ slug: z.string(), name: z.string() }),
  ...statusFields,
  placedAt: momentSchema,
  shippingMethod: z.string(),
  /** Where the buyer comes for it: then its parcels are what is ready there. Null where it is sent. */
  pickup: pickupPlaceSchema.nullable(),
  /** When the shop means to have sent it. */
  shipBy: momentSchema.nullable(),
  /** When it was said to arrive; null for what was bought before that was kept. */
  arrives: z.object({ from: momentSchema, by: momentSchema }).nullable(),
  lines: z.array(orderLineViewSchema),
  shipments: z.array(shipmentViewSchema),
  events: z.array(orderEventViewSchema),
  refunds: z.array(refundViewSchema),
  /** Its invoice and credit notes, as far as they are issued. */
  documents: z.array(orderDocumentViewSchema),
  returns: z.array(returnViewSchema),
  /** For how many days things can be sent back, and until when; null while nothing has been sent. */
  returnDays: z.number().int(),
  returnableUntil: momentSchema.nullable(),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
  /** The code that the discount comes from. */
  coupon: z.string().nullable(),
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
  /** What of the total has gone back, or is on its way. */
  refundedMinor: minorUnitsSchema,
  currency: currencySchema,
})
export type OrderView = z.infer<typeof orderViewSchema>

/** Everything that was paid at once. The socket's topic `order-group:{number}` says when it changes. */
export const orderGroupViewSchema = z.object({
  number: groupNumberSchema,
  placedAt: momentSchema,
  email: z.string(),
  shippingAddress: deliveryAddressSchema,
  billingAddress: deliveryAddressSchema,
  orders: z.array(orderViewSchema),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
  /** The code that the discount comes from. */
  coupon: z.string().nullable(),
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
  refundedMinor: minorUnitsSchema,
  /** What became of the buyer's money by the books: what came in, what has left again, and what is still to. */
  money: z.object({
    paidMinor: minorUnitsSchema,
    sentBackMinor: minorUnitsSchema,
    toSendBackMinor: minorUnitsSchema,
    /** With the buyer's bank until it has decided, and for good. */
    disputedMinor: minorUnitsSchema,
    chargedBackMinor: minorUnitsSchema,
  }),
  currency: currencySchema,
})
export type OrderGroupView = z.infer<typeof orderGroupViewSchema>

/** What the shop earns of an order, as the books have it: the gross without refunds, disputes and commission. */
const earningsSchema = z.object({
  grossMinor: minorUnitsSchema,
  refundsMinor: minorUnitsSchema,
  /** Of disputes that were lost, and what the shop pays for them. */
  chargebacksMinor: minorUnitsSchema,
  disputeFeesMinor: minorUnitsSchema,
  /** What of the earnings is held while a dispute is open. */
  heldMinor: minorUnitsSchema,
  commissionMinor: minorUnitsSchema,
  /** What the marketplace adds to what was paid, since it bears the discount; the gross has it. */
  promotionMinor: minorUnitsSchema,
  earnedMinor: minorUnitsSchema,
  /**
   * When it arrives: `pending` until a moment that is not known before the order is completed; `free` for the payout of
   * a day; `paid_out` by what `payouts` name, which may be still on their way.
   */
  arrival: z.discriminatedUnion('state', [
    z.object({ state: z.literal('pending'), until: momentSchema.nullable() }),
    z.object({ state: z.literal('free'), on: z.iso.date() }),
    z.object({
      state: z.literal('paid_out'),
      payouts: z.array(z.object({ number: z.string(), status: z.enum(PAYOUT_STATUSES), period: z.iso.date() })),
    }),
  ]),
})
export type Earnings = z.infer<typeof earningsSchema>

/** One thing that was booked of an order; the entries sum to zero, and what the marketplace owes is below zero. */
export const journalSchema = z.object({
  id: idSchema,
  kind: z.enum(LEDGER_JOURNAL_KINDS),
  at: momentSchema,
  entries: z.array(z.object({ account: z.enum(LEDGER_ACCOUNT_KINDS), amountMinor: minorUnitsSchema })),
})
export type JournalView = z.infer<typeof journalSchema>

/** Everything that was paid at once, as an admin sees it: how it was paid, and what each shop earns. */
export const adminOrderGroupSchema = orderGroupViewSchema.extend({
  orders: z.array(
    orderViewSchema.extend({
      earnings: earningsSchema,
      journals: z.array(journalSchema),
      shopAddress: postalAddressSchema.nullable(),
      disputes: z.array(adminDisputeViewSchema),
    }),
  ),
  payment: z.object({
    provider: z.string(),
    /** The provider's own id of the payment; null for what cost nothing. */
    intentId: z.string().nullable(),
    status: z.enum(PAYMENT_ATTEMPT_STATUSES),
    /** What the provider has kept of it, as far as its book was read. */
    feesMinor: minorUnitsSchema,
  }),
})
export type AdminOrderGroup = z.infer<typeof adminOrderGroupSchema>

export const orderGroupQuerySchema = z.object({ key: accessKeySchema.optional() })

/** A group in the buyer's own list. */
export const orderGroupListItemSchema = z.object({
  number: groupNumberSchema,
  placedAt: momentSchema,
  pieceCount: z.number().int(),
  /** At most four of its things. */
  imageUrls: z.array(z.string()),
  orders: z.array(z.object({ number: orderNumberSchema, shopName: z.string(), ...statusFields })),
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
})
export type OrderGroupListItem = z.infer<typeof orderGroupListItemSchema>
export const orderGroupListQuerySchema = z.object({ cursor: cursorSchema.optional() })
export const orderGroupListSchema = pageOf(orderGroupListItemSchema)

/** What a shop's list of orders may show: all, those with something left to send, of these the late ones, … */
export const SHOP_ORDER_VIEWS = ['all', 'to_ship', 'late', 'shipped', 'cancelled'] as const
export type ShopOrderView = (typeof SHOP_ORDER_VIEWS)[number]

/** An order in its shop's list. */
export const shopOrderListItemSchema = z.object({
  number: orderNumberSchema,
  ...statusFields,
  placedAt: momentSchema,
  shipBy: momentSchema.nullable(),
  buyerName: z.string(),
  country: z.string(),
  pieceCount: z.number().int(),
  /** Pieces that are still to be sent. */
  unshippedCount: z.number().int(),
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
})
export type ShopOrderListItem = z.infer<typeof shopOrderListItemSchema>
/** Ordered in the last so many days. */
export const SHOP_ORDER_DAYS = [7, 30, 90, 365] as const

const shopOrderFilterFields = {
  view: z.enum(SHOP_ORDER_VIEWS).default('all'),
  /** The beginning of a number or a SKU, or part of the name of the buyer. */
  q: textSchema.max(80).optional(),
  days: z.coerce.number().pipe(z.literal(SHOP_ORDER_DAYS)).optional(),
}
export const shopOrderListQuerySchema = z.object({ ...shopOrderFilterFields, cursor: cursorSchema.optional() })
export type ShopOrderListQuery = z.infer<typeof shopOrderListQuerySchema>
/** Counts are of what the search and the days leave over, whatever the view; null on later pages. */
export const shopOrderListSchema = pageOf(shopOrderListItemSchema).extend({
  counts: z.record(z.enum(SHOP_ORDER_VIEWS), z.number().int()).nullable(),
})
export type ShopOrderList = z.infer<typeof shopOrderListSchema>

/** So many orders are taken at once. */
export const MOST_ORDERS_AT_ONCE = 100
/** `S-7KQ2-M9XD-1,S-…` */
export const orderNumbersSchema = z
  .string()
  .max(MOST_ORDERS_AT_ONCE * 16)
  .transform((text) => text.split(','))
  .pipe(z.array(orderNumberSchema).min(1).max(MOST_ORDERS_AT_ONCE))
export const packingSlipsQuerySchema = z.object({ numbers: orderNumbersSchema })
/** The orders that are named, else those of the list. */
export const shopOrderExportQuerySchema = z.object({ ...shopOrderFilterFields, numbers: orderNumbersSchema.optional() })
export type ShopOrderExportQuery = z.infer<typeof shopOrderExportQuerySchema>

/** An order as its shop sees it: of the buyer, what a parcel needs and nothing more. */
export const shopOrderViewSchema = orderViewSchema.omit({ shop: true }).extend({
  shippingAddress: deliveryAddressSchema,
  /** Where the shop is, and what comes back goes unless told. */
  shopAddress: postalAddressSchema.nullable(),
  /** The marketplace's share, and what the shop earns; null for members who do not see its money. */
  earnings: earningsSchema.nullable(),
  disputes: z.array(disputeViewSchema),
})
export type ShopOrderDetail = z.infer<typeof shopOrderViewSchema>

/**
 * Hands a parcel over. Without `lines` it holds everything that is left. Refused with `orders.not_shippable` (409)
 * and `orders.quantity_too_high` (409). Without `trackingUrl` the address of a carrier that is known is taken.
 */
export const shipOrderSchema = z.strictObject({
  carrier: textSchema.max(80).default(''),
  trackingNumber: textSchema.max(80).default(''),
  trackingUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    // Before an @ stands a name to sign in with, which reads like another place.
    .refine((address) => !/^https?:[/\\]*[^/?#\\]*@/i.test(address))
    .nullable()
    .default(null),
  lines: z
    .array(z.strictObject({ lineId: idSchema, quantity: z.number().int().min(1).max(999) }))
    .min(1)
    .max(200)
    .optional(),
})
export type ShipOrder = z.infer<typeof shipOrderSchema>
export type ShipOrderForm = z.input<typeof shipOrderSchema>

/** Hands over all that is left of several orders, a parcel each. Every order stands or falls by itself. */
export const shipOrdersSchema = z.strictObject({
  carrier: shipOrderSchema.shape.carrier,
  orders: z
    .array(z.strictObject({ number: orderNumberSchema, trackingNumber: shipOrderSchema.shape.trackingNumber }))
    .min(1)
    .max(MOST_ORDERS_AT_ONCE)
    .refine((all) => new Set(all.map(({ number }) => number)).size === all.length, 'An order is named twice.'),
})
export type ShipOrders = z.infer<typeof shipOrdersSchema>

/** What became of each order, in the order they were named. */
export const shippedOrdersSchema = z.object({
  items: z.array(
    z.object({
      number: orderNumberSchema,
      error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
    }),
  ),
})
export type ShippedOrders = z.infer<typeof shippedOrdersSchema>

const salesDaySchema = z.object({
  /** `2026-11-21`, in UTC. */
  day: z.string(),
  orderCount: z.number().int(),
  totalMinor: minorUnitsSchema,
})

const salesTotals = { orderCount: z.number().int(), totalMinor: minorUnitsSchema }

/** What waits for a shop, and how it went. */
export const shopHomeSchema = z.object({
  toShip: z.number().int(),
  /** Of these, how many should have been sent by now. */
  late: z.number().int(),
  /** The next to send, the most urgent first. */
  nextToShip: z.array(shopOrderListItemSchema),
  /** Returns that the shop has to do something about. */
  returnsWaiting: z.number().int(),
  lowStockCount: z.number().int(),
  lowStock: z.array(
    z.object({ productSlug: z.string(), title: z.string(), optionLabel: z.string(), sku: z.string(), left: z.number().int() }),
  ),
  liveProducts: z.number().int(),
  /** That came back from the review and wait for a change. */
  rejectedProducts: z.number().int(),
  /** What was ordered in the last seven days, today included, each with a row; shipping counts, cancelled orders do not. */
  sales: z.object({
    ...salesTotals,
    /** The seven days before these. */
    before: z.object(salesTotals),
    byDay: z.array(salesDaySchema),
  }),
  /**
   * What the shop is owed: of orders that may still come back, free to pay out, and disputed; less than zero is what it
   * owes. Null for staff.
   */
  balance: z.object({ pendingMinor: minorUnitsSchema, availableMinor: minorUnitsSchema, heldMinor: minorUnitsSchema }).nullable(),
  currency: currencySchema,
})
export type ShopHome = z.infer<typeof shopHomeSchema>

/** An order group as an admin sees it in a list. */
export const adminOrderListItemSchema = z.object({
  number: groupNumberSchema,
  placedAt: momentSchema,
  email: z.string(),
  buyerName: z.string(),
  orders: z.array(z.object({ number: orderNumberSchema, shopName: z.string(), shopSlug: z.string(), ...statusFields })),
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
})
export type AdminOrderListItem = z.infer<typeof adminOrderListItemSchema>
export const adminOrderListQuerySchema = z.object({
  /** The beginning of a number, or an address. */
  q: textSchema.max(254).optional(),
  cursor: cursorSchema.optional(),
})
export type AdminOrderListQuery = z.infer<typeof adminOrderListQuerySchema>
export const adminOrderListSchema = pageOf(adminOrderListItemSchema)

/** The marketplace at a glance. GMV is what buyers paid, shipping included. */
export const adminOverviewSchema = z.object({
  userCount: z.number().int(),
  shopCount: z.number().int(),
  liveProductCount: z.number().int(),
  today: z.object({ groupCount: z.number().int(), gmvMinor: minorUnitsSchema }),
  last30Days: z.object({
    groupCount: z.number().int(),
    gmvMinor: minorUnitsSchema,
    commissionMinor: minorUnitsSchema,
    byDay: z.array(salesDaySchema),
  }),
  /** Orders with something left to send. */
  toShip: z.number().int(),
  /** Money on its way back that has not arrived. */
  refundsOpen: z.number().int(),
  /** Requests to give something back that shops have left unanswered for days. */
  returnsUnanswered: z.number().int(),
  /** Where the payment provider and the books have differed for too long, when they were compared last. */
  balanceDifferences: z.number().int(),
  shopsWaiting: z.number().int(),
  productsToReview: z.number().int(),
  /** People whom nobody of the marketplace has answered yet. */
  supportWaiting: z.number().int(),
  /** Messages that wait for a decision of a moderator. */
  reportsOpen: z.number().int(),
  currency: currencySchema,
})
export type AdminOverview = z.infer<typeof adminOverviewSchema>
