import { eq, sql } from 'drizzle-orm'
import { orderGroups, orderLines, orders, shipments } from '#db/schema'
import { addToCart } from '#server/domains/cart'
import { countSales, refreshListings } from '#server/domains/catalog'
import { payWithTestCard, startCheckout } from '#server/domains/checkout'
import { issueInvoices, shipOrder, trackParcel } from '#server/domains/orders'
import { quoteCart } from '#server/domains/pricing'
import { addReview } from '#server/domains/reviews'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PostalAddress } from '#shared/contracts/address'
import { TEST_CARDS } from '#shared/contracts/payments'
import { at } from './at'
import type { ReviewFamily } from './catalogue/types'
import { reviewOf } from './catalogue/reviews'
import { createRandom, pick, shuffled, wholeBetween, type Random } from './random'

/** Somebody who bought here before. */
export interface Regular {
  userId: string
  email: string
  name: string
  locale: 'en' | 'de'
  address: PostalAddress
}

const ORDER_GROUPS = 190
/** The trade begins so many days ago. */
export const FIRST_DAY = 120
/** Parcels of the last days are still with the shops. */
const UNSENT_DAYS = 1.5
const PARCEL_DAYS = 4
const REVIEW_SHARE = 0.8
/** A variant needs this many for us to take some: what is nearly gone stays so. */
const PLENTY = 8
const AT_ONCE = 4
const RATINGS = [5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 2] as const
const CARRIERS = ['DHL', 'DPD', 'Hermes', 'GLS', 'Post']
const CARD = TEST_CARDS.find(({ does }) => does === 'succeeds')!.number

interface Buyable {
  variantId: string
  family: ReviewFamily
  shopId: string
  left: number
}

/** Months of trade: orders through the real checkout, parcels, and reviews of what arrived. */
export async function seedOrders(ctx: Context, regulars: readonly Regular[], familyOf: ReadonlyMap<string, ReviewFamily>): Promise<void> {
  const stock = await plentiful(ctx, familyOf)
  const random = createRandom('orders')
  const plans = Array.from({ length: ORDER_GROUPS }, (_, number) => plan(random, number, regulars, stock))

  const queues = new Map<string, typeof plans>()
  for (const one of plans) queues.set(one.buyer.userId, [...(queues.get(one.buyer.userId) ?? []), one])
  const waiting = [...queues.values()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) for (const one of next) await trade(ctx, one, familyOf)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await invoice(ctx)

  const ids = await ctx.db.execute<{ id: string }>(sql`select id from products where status = 'live' order by id`)
  await refreshListings(
    ctx,
    ids.map(({ id }) => id),
  )
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Every order has its invoice, from the day on which it was paid and numbered by it. */
async function invoice(ctx: Context): Promise<void> {
  const groups = await ctx.db.select({ id: orderGroups.id, placedAt: orderGroups.placedAt }).from(orderGroups).orderBy(orderGroups.placedAt)
  for (const { id, placedAt } of groups) await issueInvoices(at(ctx, (ctx.clock.estimate().getTime() - placedAt.getTime()) / DAY_MS), [id])
}

type Plan = ReturnType<typeof plan>

/** Who buys what and when: often from one shop or two, and more often what is popular. */
function plan(random: Random, number: number, regulars: readonly Regular[], stock: Buyable[]) {
  const shops = shuffled(random, [...new Set(stock.map(({ shopId }) => shopId))]).slice(0, pick(random, [1, 1, 2, 2, 3]))
  const lines: { variantId: string; quantity: number }[] = []
  for (const shopId of shops) {
    const own = stock.filter((one) => one.shopId === shopId && one.left >= PLENTY)
    for (let count = wholeBetween(random, 1, 4); count > 0 && own.length > 0; count--) {
      const chosen = own[Math.floor(random() ** 2 * own.length)]!
      const quantity = pick(random, [1, 1, 1, 2])
      if (chosen.left < PLENTY || lines.some(({ variantId }) => variantId === chosen.variantId)) continue
      chosen.left -= quantity
      lines.push({ variantId: chosen.variantId, quantity })
    }
  }
  const daysAgo = FIRST_DAY * (1 - number / ORDER_GROUPS) ** 1.2 + random() * 0.4
  return { buyer: number % 47 === 0 ? regulars[0]! : pick(random, regulars), lines, daysAgo, random: createRandom(`order ${number}`) }
}

async function trade(ctx: Context, { buyer, lines, daysAgo, random }: Plan, familyOf: ReadonlyMap<string, ReviewFamily>): Promise<void> {
  if (lines.length === 0) return
  const actor: Actor = { ...visitor(), userId: buyer.userId, role: 'member', name: buyer.name, email: buyer.email, emailVerified: true }
  const groupId = await buy(at(ctx, daysAgo), actor, buyer, lines)
  if (daysAgo < UNSENT_DAYS) return

  const sentDaysAgo = daysAgo - 0.5 - random()
  if (sentDaysAgo <= 0) return
  const parcels = await send(at(ctx, sentDaysAgo), groupId, random)
  if (sentDaysAgo < PARCEL_DAYS) return

  const arrived = at(ctx, sentDaysAgo - 2 - random() * 2)
  for (const parcel of parcels)
    await trackParcel(arrived, systemActor, parcel.shopId, parcel.number, parcel.shipmentId, { kind: 'delivered' })
  await review(at(ctx, Math.max(0.1, sentDaysAgo - PARCEL_DAYS - random() * 6)), actor, groupId, random, familyOf)
}

async function buy(ctx: Context, actor: Actor, buyer: Regular, lines: Plan['lines']): Promise<string> {
  for (const line of lines) await addToCart(ctx, actor, line)
  const { totalMinor } = await quoteCart(ctx, actor, { country: buyer.address.country })
  const { checkout } = await startCheckout(ctx, actor, ctx.newId(), {
    email: buyer.email,
    locale: buyer.locale,
    shippingAddress: buyer.address,
    billingAddress: null,
    shipping: [],
    expectedTotalMinor: totalMinor,
  })
  await payWithTestCard(ctx, actor, checkout.id, { cardNumber: CARD })
  const [group] = await ctx.db.select({ id: orderGroups.id }).from(orderGroups).where(eq(orderGroups.checkoutId, checkout.id))
  await countSales(ctx, [group!.id])
  return group!.id
}

async function send(ctx: Context, groupId: string, random: Random) {
  const placed = await ctx.db
    .select({ id: orders.id, shopId: orders.shopId, number: orders.number })
    .from(orders)
    .where(eq(orders.groupId, groupId))
  const parcels: { shopId: string; number: string; shipmentId: string }[] = []
  for (const { id, shopId, number } of placed) {
    const trackingNumber = String(wholeBetween(random, 100_000_000, 999_999_999))
    await shipOrder(ctx, systemActor, shopId, number, { carrier: pick(random, CARRIERS), trackingNumber, trackingUrl: null })
    const [shipment] = await ctx.db.select({ id: shipments.id }).from(shipments).where(eq(shipments.orderId, id))
    parcels.push({ shopId, number, shipmentId: shipment!.id })
  }
  return parcels
}

async function review(
  ctx: Context,
  actor: Actor,
  groupId: string,
  random: Random,
  familyOf: ReadonlyMap<string, ReviewFamily>,
): Promise<void> {
  const bought = await ctx.db
    .select({ id: orderLines.id, productId: orderLines.productId })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(eq(orders.groupId, groupId))
    .orderBy(orderLines.sku)
  for (const { id, productId } of bought) {
    if (random() > REVIEW_SHARE) continue
    const rating = pick(random, RATINGS)
    await addReview(ctx, actor, { orderLineId: id, rating, ...reviewOf(familyOf.get(productId)!, rating, random) })
  }
}

/** What there is plenty of, in an order that makes the first ones popular. */
async function plentiful(ctx: Context, familyOf: ReadonlyMap<string, ReviewFamily>): Promise<Buyable[]> {
  const rows = await ctx.db.execute<{ variantId: string; productId: string; shopId: string; left: number }>(sql`
    select v.id as "variantId", v.product_id as "productId", v.shop_id as "shopId", level.on_hand as left
    from variants v join stock_levels level on level.variant_id = v.id
    where level.on_hand >= ${PLENTY} order by v.sku`)
  const random = createRandom('popularity')
  return shuffled(
    random,
    rows.map(({ variantId, productId, shopId, left }) => ({ variantId, shopId, left, family: familyOf.get(productId)! })),
  )
}
