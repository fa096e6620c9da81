import { sql } from 'drizzle-orm'
import { orderAdjustments, orderGroups, orderLines, orders } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { RowCollection } from '#server/platform/database/collect-rows'
import type { CheckoutSnapshot, SnapshotLine, SnapshotShop } from '#shared/contracts/checkout'
import { sum } from '#shared/money'
import { newGroupNumber, orderNumber } from './order-number'
import { addEvents } from './move-order'

const DAY_MS = 24 * 60 * 60 * 1000
/** How long a shop that has not told has to send what was bought. */
const DAYS_TO_SHIP = 3
const TRIES_FOR_A_NUMBER = 5

/** What was paid, with everything as it was frozen. */
export interface PaidCheckout {
  id: string
  userId: string | null
  snapshot: CheckoutSnapshot
}

export interface PlacedOrder {
  id: string
  shopId: string
  totalMinor: number
  /** What the marketplace gives of the price, so that the shop earns as if all of it had been paid. */
  promotionMinor: number
  currency: string
  /** What the shop gets for each line and for sending them: the full price, or what is left of it where it bears the discount. */
  lines: { id: string; productId: string | null; worthMinor: number }[]
  shippingWorthMinor: number
}

/**
 * Writes the group of a checkout, once only: the checkout is unique among groups. Its orders, one a shop, are added to `rows`,
 * for the caller to write.
 */
export async function placeOrderGroup(
  ctx: Context,
  groupId: string,
  checkout: PaidCheckout,
  rows: RowCollection,
): Promise<{ number: string; orders: PlacedOrder[] }> {
  const { snapshot } = checkout
  const [number] = await Promise.all([insertGroup(ctx, groupId, checkout), ctx.queue.publish(ctx.db, 'order.placed', { groupId })])
  const placed = snapshot.shops.map((shop) => ({ shop, id: ctx.newId(), lines: shop.lines.map((line) => ({ ...line, id: ctx.newId() })) }))

  rows.add(
    orders,
    placed.map(({ id, shop }, index) => orderRow(ctx, id, groupId, orderNumber(number, index), shop, snapshot.currency)),
    { returnDays: sql`(select return_days from shops where shops.id = given.shop_id)` },
  )
  rows.add(
    orderLines,
    placed.flatMap(({ id, lines }) => lines.map((line, position) => lineRow(id, line, position))),
  )
  rows.add(
    orderAdjustments,
    placed.flatMap(({ id, shop }) => [shippingRow(ctx, id, shop), ...discountRows(ctx, id, shop, snapshot.coupon)]),
  )
  addEvents(
    ctx,
    placed.map(({ id }) => ({ orderId: id, kind: 'placed' as const, userId: checkout.userId })),
    rows,
  )

  return {
    number,
    orders: placed.map(({ id, shop, lines }) => ({
      id,
      shopId: shop.shopId,
      totalMinor: shop.totalMinor,
      currency: snapshot.currency,
      ...worthOf(shop, lines, snapshot.coupon?.bearer === 'marketplace'),
    })),
  }
}

/** What the shop sells for. What a shop's discount leaves of the shipping is the total without its lines. */
function worthOf(
  { totalMinor, shippingMinor, discountMinor }: SnapshotShop,
  lines: readonly (SnapshotLine & { id: string })[],
  isBorneByMarketplace: boolean,
): Pick<PlacedOrder, 'promotionMinor' | 'lines' | 'shippingWorthMinor'> {
  return {
    promotionMinor: isBorneByMarketplace ? discountMinor : 0,
    lines: lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      worthMinor: line.totalMinor + (isBorneByMarketplace ? line.discountMinor : 0),
    })),
    shippingWorthMinor: isBorneByMarketplace ? shippingMinor : totalMinor - sum(lines.map((line) => line.totalMinor)),
  }
}

async function insertGroup(ctx: Context, id: string, { id: checkoutId, userId, snapshot }: PaidCheckout): Promise<string> {
  const { email, locale, shippingAddress, billingAddress, totalMinor, currency } = snapshot
  for (let attempt = 0; attempt < TRIES_FOR_A_NUMBER; attempt++) {
    const [group] = await ctx.db
      .insert(orderGroups)
      .values({
        id,
        number: newGroupNumber(),
        checkoutId,
        userId,
        email,
        locale,
        shippingAddress,
        billingAddress,
        totalMinor,
        currency,
        placedAt: ctx.now,
      })
      .onConflictDoNothing({ target: orderGroups.number })
      .returning({ number: orderGroups.number })
    if (group) return group.number
  }
  throw new Error('no free number for an order group')
}

const after = (ctx: Context, days: number) => new Date(ctx.now.getTime() + days * DAY_MS)

const orderRow = (ctx: Context, id: string, groupId: string, number: string, shop: SnapshotShop, currency: string) => ({
  id,
  groupId,
  shopId: shop.shopId,
  number,
  itemsMinor: shop.itemsMinor,
  shippingMinor: shop.shippingMinor,
  discountMinor: shop.discountMinor,
  taxMinor: shop.taxMinor,
  totalMinor: shop.totalMinor,
  currency,
  shippingMethod: shop.shippingMethod,
  pickup: shop.pickup,
  shipBy: after(ctx, shop.handlingDays ?? DAYS_TO_SHIP),
  arrivesFrom: after(ctx, shop.minDays),
  arrivesBy: after(ctx, shop.maxDays),
  placedAt: ctx.now,
})

const lineRow = (orderId: string, line: SnapshotLine & { id: string }, position: number) => ({
  id: line.id,
  orderId,
  variantId: line.variantId,
  productId: line.productId,
  productSlug: line.productSlug,
  title: line.title,
  optionLabel: line.optionLabel,
  sku: line.sku,
  imageUrl: line.imageUrl,
  position,
  unitPriceMinor: line.unitPriceMinor,
  quantity: line.quantity,
  discountMinor: line.discountMinor,
  taxRateBps: line.taxRateBps,
  taxMinor: line.taxMinor,
  totalMinor: line.totalMinor,
})

const shippingRow = (ctx: Context, orderId: string, shop: SnapshotShop) => ({
  id: ctx.newId(),
  orderId,
  kind: 'shipping' as const,
  label: shop.shippingMethod,
  amountMinor: shop.shippingMinor,
  taxRateBps: shop.shippingTaxRateBps,
  taxMinor: shop.shippingTaxMinor,
  bearer: 'shop' as const,
})

/** The tax of the lines and of the shipping is that of what is left, so there is none here. */
const discountRows = (ctx: Context, orderId: string, { discountMinor }: SnapshotShop, coupon: CheckoutSnapshot['coupon']) =>
  coupon && discountMinor > 0
    ? [{ id: ctx.newId(), orderId, kind: 'discount' as const, label: coupon.code, amountMinor: -discountMinor, bearer: coupon.bearer }]
    : []
