import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { orders, shipments } from '#db/schema'
import { ordersCsv } from '#server/http/orders-csv'
import { jobs } from '#server/jobs'
import { shopOrderListSchema, type ShopOrderListQuery } from '#shared/contracts/orders'
import { buying, someAddress } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { levelOf, smallShop } from '../../../tests/support/small-shop'
import { cancelShopOrder } from './cancel-order'
import { exportShopOrders } from './export-shop-orders'
import { listShopOrders } from './list-shop-orders'
import { shipOrder } from './ship-order'
import { shipOrders } from './ship-orders'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>

beforeAll(async () => {
  shop = await smallShop(ctx)
})

/** An order of two bowls. */
async function ordered(name = 'Ada Lovelace') {
  const buyer = guest()
  await fill(buyer, [shop.bowl, 2])
  const { checkout } = await start(buyer, { shippingAddress: someAddress({ name }) })
  return `${(await pay(buyer, checkout.id)).groupNumber}-1`
}
const ship = (numbers: readonly string[], key = crypto.randomUUID(), carrier = 'DHL') =>
  shipOrders(ctx, shop.keeper, shop.shopId, key, {
    carrier,
    orders: numbers.map((number) => ({ number, trackingNumber: `of ${number}` })),
  })
const parcelsOf = (number: string) =>
  ctx.db
    .select({ carrier: shipments.carrier, trackingNumber: shipments.trackingNumber, trackingUrl: shipments.trackingUrl })
    .from(shipments)
    .innerJoin(orders, eq(orders.id, shipments.orderId))
    .where(eq(orders.number, number))

it('hands over what it can, and tells of every order that it cannot', async () => {
  const [one, cancelled, other] = [await ordered(), await ordered(), await ordered()]
  await cancelShopOrder(ctx, shop.keeper, shop.shopId, cancelled, { reason: 'out_of_stock', note: '' })

  const { items } = await ship([one, cancelled, 'S-0000-0000-1', other])
  expect(items.map(({ number, error }) => [number, error?.code ?? null])).toEqual([
    [one, null],
    [cancelled, 'orders.not_shippable'],
    ['S-0000-0000-1', 'orders.not_found'],
    [other, null],
  ])
  expect(await parcelsOf(one)).toMatchObject([{ carrier: 'DHL', trackingNumber: `of ${one}`, trackingUrl: expect.stringContaining('dhl') }])
  expect(await parcelsOf(cancelled)).toEqual([])
})

it('is harmless when it is repeated, also at once', async () => {
  const numbers = [await ordered(), await ordered(), await ordered()]
  const before = await levelOf(ctx, shop.bowl)
  const key = crypto.randomUUID()
  const answers = await Promise.all(Array.from({ length: 4 }, () => ship(numbers, key)))

  for (const { items } of answers) expect(items.map(({ error }) => error)).toEqual([null, null, null])
  for (const number of numbers) expect(await parcelsOf(number)).toHaveLength(1)
  expect((await levelOf(ctx, shop.bowl)).onHand).toBe(before.onHand - 6)
  expect((await ship(numbers, key, 'UPS')).items.map(({ error }) => error?.code)).toEqual(Array(3).fill('request.key_reused'))
  expect((await ship(numbers)).items.map(({ error }) => error?.code)).toEqual(Array(3).fill('orders.not_shippable'))
})

it('is for members of the shop', async () => {
  const number = await ordered()
  const stranger = await make(ctx).user()
  const input = { carrier: '', orders: [{ number, trackingNumber: '' }] }
  await expect(shipOrders(ctx, stranger, shop.shopId, 'a key', input)).rejects.toMatchObject({ code: 'orders.not_found' })
  const elsewhere = await smallShop(ctx)
  expect((await shipOrders(ctx, elsewhere.keeper, elsewhere.shopId, 'a key', input)).items).toMatchObject([
    { error: { code: 'orders.not_found' } },
  ])
  expect(await parcelsOf(number)).toEqual([])
})

it('lists orders by number, buyer and SKU, by days and what is late, with counts for every view', async () => {
  shop = await smallShop(ctx)
  const begun = ctx.now
  const old = await ordered('Grace Hopper')
  ctx.travelTo(new Date(begun.getTime() + 10 * 24 * 60 * 60 * 1000))
  const [fresh, sent] = [await ordered('Ada 100%'), await ordered()]
  await shipOrder(ctx, shop.keeper, shop.shopId, sent, { carrier: '', trackingNumber: '', trackingUrl: null })
  const list = async (query: Partial<ShopOrderListQuery>) =>
    shopOrderListSchema.parse(await listShopOrders(ctx, shop.keeper, shop.shopId, { view: 'all', ...query }))
  const find = async (query: Partial<ShopOrderListQuery>) => (await list(query)).items.map(({ number }) => number)

  expect((await list({})).counts).toEqual({ all: 3, to_ship: 2, late: 1, shipped: 1, cancelled: 0 })
  expect((await list({ days: 7, view: 'late' })).counts).toEqual({ all: 2, to_ship: 1, late: 0, shipped: 1, cancelled: 0 })
  expect(await find({ view: 'late' })).toEqual([old])
  expect(await find({ days: 7 })).toEqual([sent, fresh])
  expect(await find({ q: 'hopper' })).toEqual([old])
  expect(await find({ q: '100%' })).toEqual([fresh])
  expect(await find({ q: '%' })).toEqual([fresh])
  expect(await find({ q: shop.bowl.variant.sku.slice(0, 12).toLowerCase() })).toEqual([sent, fresh, old])
  expect(await find({ q: shop.cup.variant.sku })).toEqual([])
  expect(await find({ q: old.toLowerCase() })).toEqual([old])
  ctx.travelTo(null)
})

it('exports what the list shows or what is named, with nothing that a spreadsheet would run', async () => {
  const evil = await ordered('=HYPERLINK("http://evil")')
  const other = await ordered()
  const csv = async (query: Parameters<typeof exportShopOrders>[3]) =>
    new Response(ordersCsv(await exportShopOrders(ctx, shop.keeper, shop.shopId, query))).text()

  const named = (await csv({ view: 'all', numbers: [evil] })).trim().split('\r\n')
  expect(named).toHaveLength(2)
  expect(named[1]).toMatch(new RegExp(`^${evil},`))
  expect(named[1]).toContain(`"'=HYPERLINK(""http://evil"")"`)
  expect(named[1]).toContain('2 × Bowl (')
  expect(named[1]).toContain(',48.00,4.90,0.00,52.90,EUR,')
  expect(await csv({ view: 'to_ship', q: other })).toContain(other)
  expect((await csv({ view: 'cancelled' })).trim().split('\r\n')).toHaveLength(1)
  const stranger = await make(ctx).user()
  await expect(exportShopOrders(ctx, stranger, shop.shopId, { view: 'all' })).rejects.toMatchObject({ code: 'orders.not_found' })
})
