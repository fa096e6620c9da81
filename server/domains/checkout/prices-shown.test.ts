import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { categories, checkouts, orderGroups, orders, products } from '#db/schema'
import { saveForLater } from '#server/domains/cart'
import { changeCartCoupon, presentCart, quoteCart, setTaxRate } from '#server/domains/pricing'
import { changeSettings } from '#server/domains/settings'
import { systemActor, type Actor } from '#server/platform/actor'
import { checkoutSnapshotSchema, checkoutSummarySchema } from '#shared/contracts/checkout'
import { sum } from '#shared/money'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { getCheckout } from './get-checkout'
import { presentCheckout } from './present-checkout'

const ctx = await testContext()
const { guest, fill, start, pay } = buying(ctx)

await setTaxRate(ctx, systemActor, { country: 'DE', rateBps: 1900 })
const books = { id: ctx.newId(), slug: 'books', path: 'books', name: 'Books' }
await ctx.db.insert(categories).values(books)
await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: books.id, rateBps: 700 })
const lamp = await make(ctx).product({ priceMinor: 999, stock: 50 })
const book = await make(ctx).product({ priceMinor: 1333, stock: 50 })
await ctx.db.update(products).set({ categoryId: books.id }).where(eq(products.id, book.id))
const { code } = await makeCoupon(ctx, { value: 1333 })

beforeEach(() => changeSettings(ctx, systemActor, { pricesShown: 'withoutTax' }))

const cartOf = async (who: Actor, country = 'DE') => presentCart(await quoteCart(ctx, who, { country }))
const summaryOf = async (who: Actor, checkoutId: string) =>
  checkoutSummarySchema.parse(presentCheckout(ctx, await getCheckout(ctx, who, checkoutId)).summary)

it('a cart without tax shows each line, the shipping and the discount so, and the tax makes up the total', async () => {
  const who = guest()
  await fill(who, [lamp, 3], [book, 1])
  const cart = await cartOf(who)

  // 3 × 9.99 are 25.18 without 19 %, though a piece is 8.39 or 8.40 by itself: 9.99 − 1.60.
  const lines = cart.shops.flatMap((shop) => shop.lines)
  expect(lines).toMatchObject([
    { unitPriceMinor: 999, totalMinor: 2997, shownUnitPriceMinor: 839, shownTotalMinor: 2518 },
    { totalMinor: 1333, shownUnitPriceMinor: 1246, shownTotalMinor: 1246 },
  ])
  expect(cart.shops).toMatchObject([
    { shippingMinor: 490, shownShippingMinor: 412, shippingOptions: [{ priceMinor: 490, shownPriceMinor: 412 }] },
    { shippingMinor: 490, shownShippingMinor: 412 },
  ])
  expect(cart).toMatchObject({
    pricesShown: 'withoutTax',
    itemsMinor: 4330,
    shown: { itemsMinor: 2518 + 1246, shippingMinor: 824, discountMinor: 0 },
    taxMinor: 479 + 87 + 156,
    totalMinor: 5310,
  })

  await changeCartCoupon(ctx, who, { code }, {})
  const cheaper = await cartOf(who)
  expect(cheaper.shown).toMatchObject({ itemsMinor: 3764, shippingMinor: 824 })
  expect(cheaper.discountMinor).toBe(577)
  expect(cheaper.shown.discountMinor).toBeLessThan(577)
  const { itemsMinor, shippingMinor, discountMinor } = cheaper.shown
  expect(sum([itemsMinor, shippingMinor, -discountMinor, cheaper.taxMinor])).toBe(cheaper.totalMinor)
})

it('a cart goes by the rate of the country it is sent to, also what is saved for later', async () => {
  const who = guest()
  await fill(who, lamp, book)
  const [, shopOfBook] = (await cartOf(who)).shops
  await saveForLater(ctx, who, shopOfBook!.lines[0]!.id)

  expect(await cartOf(who)).toMatchObject({ shown: { itemsMinor: 839 }, saved: [{ unitPriceMinor: 1333, shownUnitPriceMinor: 1246 }] })
  // 20 % in Austria, where books have no rate of their own.
  expect(await cartOf(who, 'AT')).toMatchObject({ shown: { itemsMinor: 832 }, saved: [{ shownUnitPriceMinor: 1111 }] })

  await changeSettings(ctx, systemActor, { pricesShown: 'withTax' })
  const shownWithTax = { shown: { itemsMinor: 999, shippingMinor: 490, discountMinor: 0 }, saved: [{ shownUnitPriceMinor: 1333 }] }
  expect(await cartOf(who, 'AT')).toMatchObject(shownWithTax)
})

it('what is paid for looks as it did in the cart, whatever is changed meanwhile, and is the order to the cent', async () => {
  const who = guest()
  await fill(who, [lamp, 3], [book, 2])
  await changeCartCoupon(ctx, who, { code }, {})
  const cart = await cartOf(who)
  const { checkout } = await start(who)
  await changeSettings(ctx, systemActor, { pricesShown: 'withTax' })

  const summary = await summaryOf(who, checkout.id)
  expect(summary).toMatchObject({ pricesShown: 'withoutTax', shown: cart.shown, taxMinor: cart.taxMinor, totalMinor: cart.totalMinor })
  const seen = ({ shownShippingMinor, lines }: { shownShippingMinor: number; lines: { shownTotalMinor: number }[] }) => [
    shownShippingMinor,
    lines.map(({ shownTotalMinor }) => shownTotalMinor),
  ]
  expect(summary.shops.map(seen)).toEqual(cart.shops.map(seen))

  await pay(who, checkout.id)
  const placed = await ctx.db
    .select({ order: orders })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orderGroups.checkoutId, checkout.id))
  const inAll = (name: 'taxMinor' | 'totalMinor' | 'itemsMinor') => sum(placed.map(({ order }) => order[name]))
  const { taxMinor, totalMinor, itemsMinor } = cart
  expect([inAll('taxMinor'), inAll('totalMinor'), inAll('itemsMinor')]).toEqual([taxMinor, totalMinor, itemsMinor])
})

it('what was begun before prices could be shown so is shown with tax', async () => {
  const who = guest()
  await fill(who, lamp)
  const { checkout } = await start(who)
  const { pricesShown: _, ...before } = checkout.snapshot
  await ctx.db
    .update(checkouts)
    .set({ snapshot: before as typeof checkout.snapshot })
    .where(eq(checkouts.id, checkout.id))

  expect(checkoutSnapshotSchema.parse(before).pricesShown).toBe('withTax')
  expect(await summaryOf(who, checkout.id)).toMatchObject({
    pricesShown: 'withTax',
    shown: { itemsMinor: 999, shippingMinor: 490, discountMinor: 0 },
    shops: [{ shownShippingMinor: 490, lines: [{ shownTotalMinor: 999 }] }],
  })
})
