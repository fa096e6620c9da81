import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  couponRedemptions,
  coupons,
  couponUses,
  ledgerAccounts,
  ledgerEntries,
  ledgerJournals,
  orderAdjustments,
  orderLines,
  orders,
  paymentAllocations,
  stockLevels,
} from '#db/schema'
import { mergeCarts } from '#server/domains/cart'
import { cancelAnyOrder, cancelOrder, refundAnyOrder } from '#server/domains/orders'
import { changeCartCoupon, presentCart, quoteCart, removeCartCoupon } from '#server/domains/pricing'
import { systemActor, type Actor } from '#server/platform/actor'
import { DomainError } from '#server/platform/errors'
import { cartViewSchema } from '#shared/contracts/cart'
import { sum } from '#shared/money'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make, type MadeProduct } from '../../../tests/support/make'
import { makeCoupon } from '../../../tests/support/make-coupon'
import { cancelCheckout } from './cancel-checkout'
import { finalizeCheckout, settleCheckout } from './finalize-checkout'
import { inspectMarketplace } from './inspect-marketplace'
import { sweepCheckouts } from './sweep'

const ctx = await testContext()
const { guest, fill, form, start, pay } = buying(ctx)
const problems = async () => (await inspectMarketplace(ctx)).filter(({ ok, invariant }) => !ok && !invariant.includes('read model'))
const use = (actor: Actor, code: string) => changeCartCoupon(ctx, actor, { code }, {})
const usedOf = async (couponId: string) => (await ctx.db.select().from(coupons).where(eq(coupons.id, couponId)))[0]!.used
const usesOf = async (couponId: string) =>
  (await ctx.db.select().from(couponUses).where(eq(couponUses.couponId, couponId)).orderBy(couponUses.personKey)).map(({ used }) => used)
const statesOf = async (couponId: string) =>
  (await ctx.db.select().from(couponRedemptions).where(eq(couponRedemptions.couponId, couponId)).orderBy(couponRedemptions.id)).map(
    ({ state }) => state,
  )
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof DomainError) return { code: error.code, details: error.details }
      throw error
    },
  )
/** What lies in the pots of the books of one order; debits are positive. */
const booksOf = async (orderId: string) => {
  const rows = await ctx.db
    .select({ kind: ledgerAccounts.kind, amount: sql<number>`sum(${ledgerEntries.amountMinor})`.mapWith(Number) })
    .from(ledgerJournals)
    .innerJoin(ledgerEntries, eq(ledgerEntries.journalId, ledgerJournals.id))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(eq(ledgerJournals.orderId, orderId))
    .groupBy(ledgerAccounts.kind)
  return Object.fromEntries(rows.filter(({ amount }) => amount !== 0).map(({ kind, amount }) => [kind, amount]))
}
const ordersOf = (shopId: string) => ctx.db.select().from(orders).where(eq(orders.shopId, shopId))

let bowl: MadeProduct

beforeEach(async () => {
  await ctx.db.execute(
    sql`truncate order_groups, document_counters, checkouts, carts, coupons, idempotency_keys, ledger_accounts, stock_holds, products cascade`,
  )
  bowl = await make(ctx).product({ priceMinor: 2000, stock: 500 })
})
afterEach(async () => {
  ctx.travelTo(null)
  expect(await problems()).toEqual([])
})

/** Somebody with a bowl and a coupon on their cart. */
async function saving(code: string, who: Actor = guest()) {
  await fill(who, bowl)
  await use(who, code)
  return who
}
const bought = async (code: string, who: Actor = guest()) => pay(who, (await start(await saving(code, who))).checkout.id)

describe('the coupon of a cart', () => {
  it('is typed in as anybody likes, shown with what it takes off, and taken off again', async () => {
    const coupon = await makeCoupon(ctx, { code: 'SUMMER' })
    const who = guest()
    await fill(who, bowl)

    const cart = cartViewSchema.parse(presentCart(await use(who, 'summer')))
    expect(cart).toMatchObject({ discountMinor: 200, totalMinor: 2290, shops: [{ discountMinor: 200, totalMinor: 2290 }] })
    expect(cart.coupon).toEqual({ code: 'SUMMER', kind: 'percent', discountMinor: 200, problem: null, missingMinor: 0, shopName: null })

    expect(await removeCartCoupon(ctx, who, {})).toMatchObject({ totalMinor: 2490, coupon: null })
    expect(await usedOf(coupon.id)).toBe(0)
  })

  it('is one: another takes its place', async () => {
    await makeCoupon(ctx, { code: 'ONE' })
    await makeCoupon(ctx, { code: 'TWO', value: 2000 })
    const who = await saving('ONE')

    expect(await use(who, 'TWO')).toMatchObject({ discountMinor: 400, coupon: { coupon: { code: 'TWO' } } })
  })

  it.each([
    [{ active: false }, { code: 'coupons.paused', details: {} }],
    [{ validFrom: new Date('2999-01-01') }, { code: 'coupons.not_yet', details: { validFrom: '2999-01-01T00:00:00.000Z' } }],
    [{ validTo: new Date('2020-01-01') }, { code: 'coupons.over', details: {} }],
    [
      { maxUses: 3, used: 3 },
      { code: 'coupons.used_up', details: {} },
    ],
    [{ minimumMinor: 2500 }, { code: 'coupons.below_minimum', details: { missingMinor: 500, currency: 'EUR' } }],
    [{ currency: 'USD' }, { code: 'coupons.not_for_cart', details: {} }],
  ])('is refused as %o, and the one before stays', async (over, refusal) => {
    await makeCoupon(ctx, { code: 'OLD' })
    const { id } = await makeCoupon(ctx, { code: 'NEW', ...over })
    const who = await saving('OLD')

    expect(await refusalOf(use(who, 'NEW'))).toEqual(refusal)
    expect(await quoteCart(ctx, who, {})).toMatchObject({ discountMinor: 200, coupon: { coupon: { code: 'OLD' } } })
    await ctx.db.update(coupons).set({ used: 0 }).where(eq(coupons.id, id))
  })

  it('is refused where nobody knows the code, it is for another shop, or there is nothing to take it off', async () => {
    const other = await make(ctx).shop()
    await makeCoupon(ctx, { code: 'WOOL', shopId: other.id })
    const who = guest()

    expect(await refusalOf(use(who, 'WOOL'))).toMatchObject({ code: 'cart.empty' })
    await fill(who, bowl)
    expect(await refusalOf(use(who, 'NOBODY-KNOWS'))).toMatchObject({ code: 'coupons.unknown' })
    expect(await refusalOf(use(who, 'WOOL'))).toMatchObject({ code: 'coupons.not_for_cart' })
    expect(await quoteCart(ctx, who, {})).toMatchObject({ coupon: null, totalMinor: 2490 })
  })

  it('says what is wrong when it does not apply any more, and the cart can be bought without it', async () => {
    const { id } = await makeCoupon(ctx, { code: 'SUMMER' })
    const who = await saving('SUMMER')
    await ctx.db.update(coupons).set({ active: false }).where(eq(coupons.id, id))

    expect(await quoteCart(ctx, who, {})).toMatchObject({
      totalMinor: 2490,
      discountMinor: 0,
      canBeBought: true,
      coupon: { problem: 'paused' },
    })
    await pay(who, (await start(who)).checkout.id)
    expect(await statesOf(id)).toEqual([])
  })

  it('goes along when its owner signs in', async () => {
    const { id } = await makeCoupon(ctx, { code: 'MINE' })
    const [who, buyer] = [await saving('MINE'), await make(ctx).user()]
    await fill(buyer, bowl)

    await mergeCarts(ctx, buyer.userId, who.guestKey!)

    expect(await quoteCart(ctx, buyer, {})).toMatchObject({ coupon: { coupon: { id }, problem: null } })
  })
})

describe('paying with a coupon', () => {
  it('takes a use when paying starts, keeps it with the order, and writes down what it took off', async () => {
    const coupon = await makeCoupon(ctx, { code: 'SUMMER', maxUses: 5 })
    const who = await saving('SUMMER')

    const { checkout } = await start(who)
    expect(checkout).toMatchObject({ totalMinor: 2290, snapshot: { discountMinor: 200, coupon: { id: coupon.id, code: 'SUMMER' } } })
    expect([await usedOf(coupon.id), await statesOf(coupon.id)]).toEqual([1, ['taken']])

    await pay(who, checkout.id)
    expect([await usedOf(coupon.id), await statesOf(coupon.id)]).toEqual([1, ['redeemed']])
    const [order] = await ordersOf(bowl.shop.id)
    expect(order).toMatchObject({ itemsMinor: 2000, shippingMinor: 490, discountMinor: 200, totalMinor: 2290 })
    expect(await ctx.db.select().from(orderLines)).toMatchObject([{ discountMinor: 200, totalMinor: 1800 }])
    expect(await ctx.db.select().from(orderAdjustments).orderBy(orderAdjustments.kind)).toMatchObject([
      { kind: 'discount', label: 'SUMMER', amountMinor: -200, bearer: 'marketplace' },
      { kind: 'shipping', amountMinor: 490 },
    ])
  })

  it('gives the use back when the time to pay is over, the buyer gives up, or the money comes too late', async () => {
    const coupon = await makeCoupon(ctx, { code: 'ONCE', maxUses: 1, maxUsesPerPerson: 1 })
    const [late, giving, unlucky] = [await saving('ONCE'), await saving('ONCE'), await saving('ONCE')]
    await start(late)
    ctx.travelTo(new Date(Date.now() + 16 * 60_000))
    await sweepCheckouts(ctx)
    ctx.travelTo(null)
    expect([await usedOf(coupon.id), await usesOf(coupon.id)]).toEqual([0, [0]])

    await cancelCheckout(ctx, giving, (await start(giving)).checkout.id)
    expect(await usedOf(coupon.id)).toBe(0)

    const { checkout, payment } = await start(unlucky)
    await ctx.db.execute(sql`update stock_holds set state = 'expired' where owner_id = ${checkout.id}`)
    await ctx.db.update(stockLevels).set({ reserved: 0 })
    await ctx.db.execute(
      sql`insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta) values (${ctx.newId()}, ${bowl.variant.id}, 'released', 1, 0, -1)`,
    )
    await ctx.db.execute(
      sql`update test_provider.intents set status = 'succeeded', charge_id = ${`tch_${checkout.id}`}, charge_status = 'succeeded', charge_at = now() where id = ${payment.intentId}`,
    )
    await settleCheckout(ctx, checkout.id, await ctx.gateway.readIntent(payment.intentId!))
    await finalizeCheckout(ctx, checkout.id)
    expect([await usedOf(coupon.id), await usesOf(coupon.id), await statesOf(coupon.id)]).toEqual([
      0,
      [0],
      ['released', 'released', 'released'],
    ])
  })

  it('can be started again by the same buyer, whose own attempt is not in their way', async () => {
    const coupon = await makeCoupon(ctx, { code: 'ONCE', maxUses: 1, maxUsesPerPerson: 1 })
    const who = await make(ctx).user()
    await saving('ONCE', who)

    await start(who)
    expect(await quoteCart(ctx, who, {})).toMatchObject({ discountMinor: 200, coupon: { problem: null } })
    const { checkout } = await start(who)
    expect(checkout.totalMinor).toBe(2290)
    expect([await usedOf(coupon.id), await statesOf(coupon.id)]).toEqual([1, ['released', 'taken']])
  })

  it('does not give a use back for an order that is cancelled', async () => {
    const coupon = await makeCoupon(ctx, { code: 'ONCE', maxUsesPerPerson: 1 })
    const who = await make(ctx).user()
    const { groupNumber } = await bought('ONCE', who)

    await cancelOrder(ctx, who, `${groupNumber}-1`, null, { reason: 'changed_mind', note: '' })

    expect([await usedOf(coupon.id), await statesOf(coupon.id)]).toEqual([1, ['redeemed']])
    await fill(who, bowl)
    expect(await quoteCart(ctx, who, {})).toMatchObject({ coupon: null })
    expect(await refusalOf(use(who, 'ONCE'))).toMatchObject({ code: 'coupons.used_by_you' })
  })

  it.each(['ada@example.org', ' ADA@Example.org', 'ada+again@example.org'])('knows a guest again who writes %s', async (email) => {
    const coupon = await makeCoupon(ctx, { code: 'ONCE', maxUsesPerPerson: 1 })
    await bought('ONCE')
    const again = await saving('ONCE')

    expect(await refusalOf(start(again, { email }))).toMatchObject({ code: 'coupons.used_by_you' })
    expect([await usedOf(coupon.id), await statesOf(coupon.id)]).toEqual([1, ['redeemed']])
    await start(again, { email: 'grace@example.org' })
  })

  it('knows a mailbox again by whichever of its dots and names it is written, and a neighbour by theirs', async () => {
    await makeCoupon(ctx, { code: 'ONCE', maxUsesPerPerson: 1 })
    await start(await saving('ONCE'), { email: 'ada.lovelace@gmail.com' })
    await start(await saving('ONCE'), { email: 'ada.lovelace@example.org' })

    for (const email of ['adalovelace@gmail.com', 'A.da.Lovelace+2@googlemail.com', 'ada.lovelace@example.org'])
      expect(await refusalOf(start(await saving('ONCE'), { email }))).toMatchObject({ code: 'coupons.used_by_you' })
    await start(await saving('ONCE'), { email: 'adalovelace@example.org' })
  })

  it('knows whoever used it as a guest when they are signed in, by either address', async () => {
    await makeCoupon(ctx, { code: 'ONCE', maxUsesPerPerson: 1 })
    const ada = await make(ctx).user({ email: 'ada@example.org' })
    await bought('ONCE')

    await fill(ada, bowl)
    expect(await refusalOf(use(ada, 'ONCE'))).toMatchObject({ code: 'coupons.used_by_you' })
  })

  it('is refused when the coupon is gone in between, and nothing is put aside', async () => {
    const coupon = await makeCoupon(ctx, { code: 'ONE', maxUses: 1 })
    const [first, second] = [await saving('ONE'), await saving('ONE')]
    const wanted = await form(second)
    await start(first)

    expect(await refusalOf(start(second, wanted))).toMatchObject({ code: 'coupons.used_up' })
    expect(await ctx.db.select({ reserved: stockLevels.reserved }).from(stockLevels)).toEqual([{ reserved: 1 }])
    expect(await statesOf(coupon.id)).toEqual(['taken'])
  })

  it('is refused when the coupon gives something else by now', async () => {
    const coupon = await makeCoupon(ctx, { code: 'ONE' })
    const who = await saving('ONE')
    const wanted = await form(who)
    await ctx.db.update(coupons).set({ value: 500, version: 2 }).where(eq(coupons.id, coupon.id))

    expect(await refusalOf(start(who, wanted))).toEqual({ code: 'checkout.total_changed', details: { totalMinor: 2390, currency: 'EUR' } })
  })

  it.each([1, 100])(
    'F19: of 200 who use a coupon at once that may be used %i times, exactly so many do',
    { timeout: 180_000 },
    async (maxUses) => {
      const coupon = await makeCoupon(ctx, { code: 'RACE', maxUses })
      const crowd = await Promise.all(Array.from({ length: 200 }, () => saving('RACE')))
      const wanted = await Promise.all(crowd.map((who, index) => form(who, { email: `racer${index}@example.org` })))

      const outcomes = await Promise.all(crowd.map((who, index) => refusalOf(start(who, wanted[index]))))

      expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(maxUses)
      expect(new Set(outcomes.flatMap((outcome) => outcome?.code ?? []))).toEqual(new Set(['coupons.used_up']))
      expect(await usedOf(coupon.id)).toBe(maxUses)
      expect(await ctx.db.$count(couponRedemptions)).toBe(maxUses)
    },
  )

  it('is used once by somebody who starts in many browsers at once', async () => {
    const coupon = await makeCoupon(ctx, { code: 'MINE', maxUsesPerPerson: 1 })
    const browsers = await Promise.all(Array.from({ length: 12 }, () => saving('MINE')))
    const wanted = await Promise.all(browsers.map((who) => form(who, { email: 'ada@example.org' })))

    const outcomes = await Promise.all(browsers.map((who, index) => refusalOf(start(who, wanted[index]))))

    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1)
    expect([await usedOf(coupon.id), await usesOf(coupon.id)]).toEqual([1, [1]])
  })
})

describe('the money of a discount', () => {
  it("is the marketplace's where it bears it: the shop earns as if all had been paid", async () => {
    await makeCoupon(ctx, { code: 'OURS' })
    await bought('OURS')

    const [order] = await ordersOf(bowl.shop.id)
    // Commission is 10 % of 20.00 and of 4.90.
    expect(await booksOf(order!.id)).toEqual({ provider_clearing: 2290, promotion_expense: 200, shop_pending: -2241, commission: -249 })
  })

  it('is the shop’s where it bears it: commission is taken of what is left', async () => {
    await makeCoupon(ctx, { code: 'THEIRS', shopId: bowl.shop.id })
    await bought('THEIRS')

    const [order] = await ordersOf(bowl.shop.id)
    expect(await booksOf(order!.id)).toEqual({ provider_clearing: 2290, shop_pending: -2061, commission: -229 })
  })

  it("is each shop's own part where the marketplace's coupon says so", async () => {
    const cup = await make(ctx).product({ priceMinor: 1000 })
    await makeCoupon(ctx, { code: 'SHARED', kind: 'amount', value: 300, bearer: 'shop' })
    const who = guest()
    await fill(who, bowl, cup)
    await use(who, 'SHARED')
    await pay(who, (await start(who)).checkout.id)

    const [[big], [small]] = [await ordersOf(bowl.shop.id), await ordersOf(cup.shop.id)]
    expect([big!.discountMinor, small!.discountMinor]).toEqual([200, 100])
    expect(await booksOf(small!.id)).toEqual({ provider_clearing: 1390, shop_pending: -1251, commission: -139 })
  })

  it('takes commission of shipping that the marketplace pays, and none of shipping that the shop gives away', async () => {
    await makeCoupon(ctx, { code: 'OURS', kind: 'free_shipping', value: 0 })
    await makeCoupon(ctx, { code: 'THEIRS', kind: 'free_shipping', value: 0, shopId: bowl.shop.id })
    await bought('OURS')
    await bought('THEIRS')

    const [ours, theirs] = await ctx.db.select().from(orders).orderBy(orders.id)
    expect(await booksOf(ours!.id)).toEqual({ provider_clearing: 2000, promotion_expense: 490, shop_pending: -2241, commission: -249 })
    expect(await booksOf(theirs!.id)).toEqual({ provider_clearing: 2000, shop_pending: -1800, commission: -200 })
  })

  it('places an order that costs nothing at once, and takes all of it back when that is cancelled', async () => {
    await makeCoupon(ctx, { code: 'ALL', value: 10_000 })
    const gift = await make(ctx).shop()
    await ctx.db.execute(sql`update shipping_methods set price_minor = 0 where shop_id = ${gift.id}`)
    bowl = await make(ctx).product({ shop: gift, priceMinor: 2000 })
    const who = await saving('ALL', await make(ctx).user())
    const { checkout, groupNumber } = await start(who)

    expect(checkout).toMatchObject({ status: 'completed', totalMinor: 0 })
    const [order] = await ordersOf(gift.id)
    expect(await booksOf(order!.id)).toEqual({ promotion_expense: 2000, shop_pending: -1800, commission: -200 })

    await cancelOrder(ctx, who, `${groupNumber}-1`, null, { reason: 'changed_mind', note: '' })
    expect(await booksOf(order!.id)).toEqual({})
  })
})

describe('money back of an order with a discount', () => {
  it(
    'never is more than was paid, and leaves nothing in the books when all of it went back, whatever the order',
    { timeout: 180_000 },
    async () => {
      const anyCoupon = fc.oneof(
        // Less would take nothing off, which is refused.
        fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 10, max: 10_000 }) }),
        fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 1, max: 9000 }) }),
        fc.constant({ kind: 'free_shipping' as const, value: 0 }),
      )
      const step = fc.record({ line: fc.nat(1), quantity: fc.integer({ min: 0, max: 2 }), shipping: fc.nat(300), extra: fc.nat(400) })

      await fc.assert(
        fc.asyncProperty(
          anyCoupon,
          fc.constantFrom('shop' as const, 'marketplace' as const),
          fc.array(step, { maxLength: 4 }),
          async (gives, bearer, steps) => {
            const { shop } = bowl
            const [pot, lid] = [await make(ctx).product({ shop, priceMinor: 1333 }), await make(ctx).product({ shop, priceMinor: 334 })]
            const coupon = await makeCoupon(ctx, { ...gives, bearer })
            const who = guest()
            await fill(who, [pot, 3], [lid, 2])
            await use(who, coupon.code)
            const started = await start(who)
            const { groupNumber } = started.groupNumber ? started : await pay(who, started.checkout.id)
            const number = `${groupNumber}-1`
            const [order] = await ctx.db.select().from(orders).where(eq(orders.number, number))
            const lines = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order!.id)).orderBy(orderLines.position)

            for (const { line, quantity, shipping, extra } of steps)
              await refusalOf(
                refundAnyOrder(ctx, systemActor, number, crypto.randomUUID(), {
                  reason: 'damaged',
                  note: 'because',
                  lines: quantity > 0 ? [{ lineId: lines[line]!.id, quantity }] : [],
                  shippingMinor: shipping,
                  extraMinor: extra,
                }),
              )
            await cancelAnyOrder(ctx, systemActor, number, { reason: 'out_of_stock', note: 'because' })

            const [paid] = await ctx.db.select().from(paymentAllocations).where(eq(paymentAllocations.orderId, order!.id))
            expect(paid!.refundedMinor).toBe(order!.totalMinor)
            const { provider_clearing: held = 0, refund_clearing: owed = 0, ...rest } = await booksOf(order!.id)
            expect([rest, held + owed]).toEqual([{}, 0])
            expect(sum(lines.map(({ totalMinor }) => totalMinor)) + order!.shippingMinor).toBeGreaterThanOrEqual(order!.totalMinor)
          },
        ),
        { numRuns: 25 },
      )
    },
  )

  it('leaves a shop that has sent the rest with what the rest is worth', async () => {
    await makeCoupon(ctx, { code: 'HALF', value: 5000 })
    const who = guest()
    await fill(who, [bowl, 2])
    await use(who, 'HALF')
    const { groupNumber } = await pay(who, (await start(who)).checkout.id)
    const [line] = await ctx.db.select().from(orderLines)
    const [order] = await ordersOf(bowl.shop.id)

    await cancelAnyOrder(ctx, systemActor, `${groupNumber}-1`, {
      reason: 'out_of_stock',
      note: 'because',
      lines: [{ lineId: line!.id, quantity: 1 }],
    })

    // As if one bowl had been sold at its full price of 20.00 with a parcel of 4.90, half of the bowl given by the marketplace.
    expect(await booksOf(order!.id)).toEqual({
      provider_clearing: 2490,
      refund_clearing: -1000,
      promotion_expense: 1000,
      shop_pending: -2241,
      commission: -249,
    })
  })
})
