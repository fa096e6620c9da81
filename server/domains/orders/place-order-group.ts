import { orderAdjustments, orderGroups, orderLines, orders } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { CheckoutSnapshot, SnapshotLine, SnapshotShop } from '#shared/contracts/checkout'
import { newGroupNumber, orderNumber } from './order-number'
import { recordEvents } from './move-order'

const DAY_MS = 24 * 60 * 60 * 1000
/** How long a shop has to send what was bought. */
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
  shippingMinor: number
  currency: string
  lines: { id: string; totalMinor: number }[]
}

/** Writes the group of a checkout with one order a shop. Once only: the checkout is unique among groups. */
export async function placeOrderGroup(
  ctx: Context,
  groupId: string,
  checkout: PaidCheckout,
): Promise<{ number: string; orders: PlacedOrder[] }> {
  const { snapshot } = checkout
  const number = await insertGroup(ctx, groupId, checkout)
  const placed = snapshot.shops.map((shop) => ({ shop, id: ctx.newId(), lines: shop.lines.map((line) => ({ ...line, id: ctx.newId() })) }))

  await ctx.db
    .insert(orders)
    .values(placed.map(({ id, shop }, index) => orderRow(ctx, id, groupId, orderNumber(number, index), shop, snapshot.currency)))
  await ctx.db.insert(orderLines).values(placed.flatMap(({ id, lines }) => lines.map((line, position) => lineRow(id, line, position))))
  await ctx.db.insert(orderAdjustments).values(placed.map(({ id, shop }) => shippingRow(ctx, id, shop)))
  await recordEvents(
    ctx,
    placed.map(({ id }) => ({ orderId: id, kind: 'placed' as const, userId: checkout.userId })),
  )
  await ctx.queue.publish(ctx.db, 'order.placed', { groupId })

  return {
    number,
    orders: placed.map(({ id, shop, lines }) => ({
      id,
      shopId: shop.shopId,
      totalMinor: shop.totalMinor,
      shippingMinor: shop.shippingMinor,
      currency: snapshot.currency,
      lines,
    })),
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

const orderRow = (ctx: Context, id: string, groupId: string, number: string, shop: SnapshotShop, currency: string) => ({
  id,
  groupId,
  shopId: shop.shopId,
  number,
  itemsMinor: shop.itemsMinor,
  shippingMinor: shop.shippingMinor,
  taxMinor: shop.taxMinor,
  totalMinor: shop.totalMinor,
  currency,
  shippingMethod: shop.shippingMethod,
  shipBy: new Date(ctx.now.getTime() + DAYS_TO_SHIP * DAY_MS),
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
