import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { checkouts, couponRedemptions, coupons } from '#db/schema'
import { inspectMarketplace } from '#server/domains/checkout'
import { someAddress } from '../support/buying'
import { make, type MadeProduct } from '../support/make'
import { makeCoupon } from '../support/make-coupon'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server

let bowl: MadeProduct
let who: Client

beforeEach(async () => {
  bowl = await make(ctx).product({ priceMinor: 2000, stock: 100 })
  who = await filled()
})

async function filled(): Promise<Client> {
  const client = server.visitor()
  await client.post('/api/cart/lines', { variantId: bowl.variant.id })
  return client
}
const use = (client: Client, code: string, more: object = {}) => client.put('/api/cart/coupon', { code, ...more })
const totalOf = async (client: Client) => (await client.get('/api/cart')).body.totalMinor as number
const start = async (client: Client, over: object = {}) =>
  client.post(
    '/api/checkouts',
    { email: `${crypto.randomUUID()}@example.org`, shippingAddress: someAddress(), expectedTotalMinor: await totalOf(client), ...over },
    { 'idempotency-key': crypto.randomUUID() },
  )

it('38: coupons do not add up: the second takes the place of the first, and none can be sent along', async () => {
  const [small, big] = [await makeCoupon(ctx), await makeCoupon(ctx, { value: 2000 })]

  expect((await use(who, small.code)).body).toMatchObject({ discountMinor: 200 })
  expect((await use(who, big.code)).body).toMatchObject({ discountMinor: 400, totalMinor: 2090, coupon: { code: big.code } })
  for (const more of [{ codes: [small.code, big.code] }, { discountMinor: 2000 }, { couponId: small.id }])
    expect((await use(who, big.code, more)).status).toBe(422)
  for (const more of [{ coupon: small.code }, { coupons: [small.code] }, { discountMinor: 2000 }])
    expect((await start(who, more)).status).toBe(422)
  expect(await totalOf(who)).toBe(2090)
})

it.each([
  ['is over', { validTo: new Date('2020-01-01') }, 'coupons.over'],
  ['has not begun', { validFrom: new Date('2999-01-01') }, 'coupons.not_yet'],
  ['is paused', { active: false }, 'coupons.paused'],
  ['is for more than is bought', { minimumMinor: 2001 }, 'coupons.below_minimum'],
])('38: a coupon that %s takes nothing off, neither new nor when it was put on before', async (_, over, code) => {
  const before = await makeCoupon(ctx)
  const coupon = await makeCoupon(ctx, over)

  expect(await use(who, coupon.code)).toMatchObject({ status: 409, body: { data: { code } } })
  expect(await totalOf(who)).toBe(2490)

  await use(who, before.code)
  await ctx.db.update(coupons).set(over).where(eq(coupons.id, before.id))
  expect(await start(who, { expectedTotalMinor: 2290 })).toMatchObject({ status: 409, body: { data: { code } } })
  expect(await ctx.db.$count(couponRedemptions, eq(couponRedemptions.couponId, before.id))).toBe(0)
})

it("38: another shop's coupon takes nothing off, and that shop's things alone where both are bought", async () => {
  const chair = await make(ctx).product({ priceMinor: 1000 })
  const theirs = await makeCoupon(ctx, { shopId: chair.shop.id, value: 10_000 })

  expect(await use(who, theirs.code)).toMatchObject({ status: 409, body: { data: { code: 'coupons.not_for_cart' } } })
  expect(await totalOf(who)).toBe(2490)
  await who.post('/api/cart/lines', { variantId: chair.variant.id })
  expect((await use(who, theirs.code)).body).toMatchObject({ itemsMinor: 3000, discountMinor: 1000 })
})

it('38: of many who use the last one at once, one does (F19)', async () => {
  const coupon = await makeCoupon(ctx, { maxUses: 1 })
  const crowd = await Promise.all(Array.from({ length: 12 }, filled))
  for (const client of crowd) expect((await use(client, coupon.code)).status).toBe(200)

  const answers = await Promise.all(crowd.map((client) => start(client, { expectedTotalMinor: 2290 })))

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(new Set(answers.flatMap(({ body }) => body.data?.code ?? []))).toEqual(new Set(['coupons.used_up']))
  expect(await ctx.db.$count(checkouts, eq(checkouts.totalMinor, 2290))).toBe(1)
  expect((await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && invariant.includes('coupon'))).toEqual([])
})

it('44: codes cannot be found out by trying', async () => {
  const coupon = await makeCoupon(ctx)
  const answers: number[] = []
  for (let guess = 0; guess < 12; guess++) answers.push((await use(who, `GUESS-${guess}`)).status)

  expect(answers).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429])
  expect((await use(who, coupon.code)).status).toBe(429)
  expect((await use(await filled(), coupon.code)).status).toBe(200)
})
