import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { commissionLines, orderGroups, orders, settings, shippingMethods, variants } from '#db/schema'
import { addToCart, type CartLine } from '#server/domains/cart'
import { finalizeCheckout, inspectMarketplace } from '#server/domains/checkout'
import type { OfferedCoupon } from '#server/domains/coupons'
import { reversalOf } from '#server/domains/ledger/reverse-commission'
import { cancelShopOrder, getShopOrder, refundShopOrder } from '#server/domains/orders'
import { changeCartCoupon, presentCart, setTaxRate } from '#server/domains/pricing'
import { priceCart, type OfferedShipping } from '#server/domains/pricing/price-cart'
import { jobs } from '#server/jobs'
import { systemActor } from '#server/platform/actor'
import { worthOfPieces } from '#shared/line-worth'
import { allocate, decimalAmount, includedTax, minorDigits, parseAmount, share, sum } from '#shared/money'
import type { ShippingRule } from '#shared/shipping'
import { buying } from '../support/buying'
import { testContext } from '../support/context'
import { make } from '../support/make'
import { makeCoupon } from '../support/make-coupon'

const DIGITS = { JPY: 0, EUR: 2, KWD: 3 } as const
const CURRENCIES = Object.keys(DIGITS) as (keyof typeof DIGITS)[]
const SHOPS = ['clay', 'wool', 'oak']

/** What a price tag says, put back into minor units without any arithmetic of money: its digits. */
const readTag = (tag: string) => BigInt(tag.replace('.', ''))

describe.each(CURRENCIES)('money in %s', (currency) => {
  const minor = fc.integer({ min: 0, max: 5_000_000 })
  const lines = fc.array(
    fc.record({
      shopId: fc.constantFrom(...SHOPS),
      unitPriceMinor: minor,
      quantity: fc.integer({ min: 1, max: 12 }),
      weightGrams: fc.integer({ min: 0, max: 5000 }),
      categoryId: fc.constantFrom(null, 'books'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const method = fc.record({
    rule: fc.constantFrom<ShippingRule>('flat', 'by_weight', 'by_total'),
    prices: fc.tuple(minor, minor),
    freeFromMinor: fc.option(minor),
  })
  const coupon = fc.option(
    fc.oneof(
      fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 1, max: 9_000_000 }) }),
      fc.record({ kind: fc.constant('free_shipping' as const), value: fc.constant(0) }),
    ),
  )
  const bps = fc.integer({ min: 0, max: 10_000 })

  const cartOf = (
    bought: readonly (Pick<CartLine, 'unitPriceMinor' | 'quantity' | 'weightGrams' | 'categoryId'> & { shopId: string })[],
    way: { rule: ShippingRule; prices: readonly [number, number]; freeFromMinor: number | null },
    rates: readonly [number, number],
    offered: Pick<OfferedCoupon, 'kind' | 'value'> | null,
  ) => {
    const cartLines = bought.map((part, index) => ({
      ...part,
      id: `line ${index}`,
      unitPriceSeenMinor: part.unitPriceMinor,
      rule: { orderMin: 1, orderMax: null, orderStep: 1 },
      currency,
      problem: null,
      shop: { id: part.shopId, slug: part.shopId, name: part.shopId, closedUntil: null },
    })) as unknown as CartLine[]
    const [low, high] = way.prices
    const isFlat = way.rule === 'flat'
    const shipping = SHOPS.map((shopId): OfferedShipping => ({
      id: shopId,
      shopId,
      name: 'Parcel',
      rule: way.rule,
      priceMinor: isFlat ? low : 0,
      tiers: isFlat
        ? []
        : [
            { upTo: 3000, priceMinor: low },
            { upTo: null, priceMinor: high },
          ],
      freeFromMinor: way.freeFromMinor,
      pickup: null,
      minDays: 1,
      maxDays: 2,
      handlingDays: null,
    }))
    const terms = {
      shipping,
      elsewhere: new Map(),
      standardRateBps: rates[0],
      categoryRateBps: new Map([['books', rates[1]]]),
      pricesShown: 'withTax' as const,
    }
    const asked = offered && ({ ...offered, shopId: null, currency, minimumMinor: 0, problem: null } as OfferedCoupon)
    return priceCart(cartLines, terms, new Map(), asked)
  }

  it(`has ${DIGITS[currency]} decimals, and is read as it was written`, () => {
    expect(minorDigits(currency)).toBe(DIGITS[currency])
    fc.assert(
      fc.property(fc.maxSafeNat(), (amountMinor) => {
        const tag = decimalAmount({ amountMinor, currency })
        expect(readTag(tag)).toBe(BigInt(amountMinor))
        if (amountMinor < 10 ** (10 + DIGITS[currency])) expect(parseAmount(tag, currency)).toBe(amountMinor)
      }),
    )
  })

  it('adds up in a cart: goods, shipping, discount and tax, by line, by shop and in all, also as it is written', () => {
    fc.assert(
      fc.property(lines, method, fc.tuple(bps, bps), coupon, (bought, way, rates, offered) => {
        const cart = cartOf(bought, way, rates, offered)
        for (const shop of cart.shops) {
          const ofLines = (pick: (line: (typeof shop.lines)[number]) => number) => sum(shop.lines.map(pick))
          expect(shop.itemsMinor).toBe(ofLines(({ unitPriceMinor, quantity }) => unitPriceMinor * quantity))
          expect(shop.discountMinor).toBe(ofLines(({ discountMinor }) => discountMinor) + shop.shippingDiscountMinor)
          expect(shop.totalMinor).toBe(shop.itemsMinor + shop.shippingMinor - shop.discountMinor)
          expect(shop.taxMinor).toBe(ofLines(({ taxMinor }) => taxMinor) + shop.shippingTaxMinor)
          for (const line of shop.lines) {
            expect(line.discountMinor).toBeGreaterThanOrEqual(0)
            expect(line.discountMinor).toBeLessThanOrEqual(line.totalMinor)
            expect(line.taxMinor).toBe(includedTax(line.totalMinor - line.discountMinor, line.taxRateBps))
          }
          expect(shop.shippingDiscountMinor).toBeLessThanOrEqual(shop.shippingMinor)
        }
        const inAll = (pick: (shop: (typeof cart.shops)[number]) => number) => sum(cart.shops.map(pick))
        expect(cart.totalMinor).toBe(inAll(({ totalMinor }) => totalMinor))
        expect(cart.taxMinor).toBe(inAll(({ taxMinor }) => taxMinor))
        expect(cart.totalMinor).toBeGreaterThanOrEqual(0)

        const tag = (amountMinor: number) => readTag(decimalAmount({ amountMinor, currency }))
        expect(tag(cart.itemsMinor) + tag(cart.shippingMinor) - tag(cart.discountMinor)).toBe(tag(cart.totalMinor))
      }),
    )
  })

  it('adds up as it is shown without tax: goods, shipping and discount, and the tax as a row of its own', () => {
    const rate = fc.oneof(fc.constantFrom(0, 700, 1900, 2550), bps)
    const tag = (amountMinor: number) => readTag(decimalAmount({ amountMinor, currency }))
    fc.assert(
      fc.property(lines, method, fc.tuple(rate, rate), coupon, (bought, way, rates, offered) => {
        const cart = cartOf(bought, way, rates, offered)
        const quote = { ...cart, country: 'DE', currency, saved: [] }
        const { shown, shops, taxMinor, totalMinor } = presentCart({ ...quote, pricesShown: 'withoutTax' })
        const { itemsMinor, shippingMinor, discountMinor } = shown

        expect(tag(itemsMinor) + tag(shippingMinor) - tag(discountMinor) + tag(taxMinor)).toBe(tag(totalMinor))
        expect(itemsMinor).toBe(sum(shops.flatMap((shop) => shop.lines.map(({ shownTotalMinor }) => shownTotalMinor))))
        expect(shippingMinor).toBe(sum(shops.map(({ shownShippingMinor }) => shownShippingMinor)))
        expect(discountMinor).toBeGreaterThanOrEqual(0)
        expect(discountMinor).toBeLessThanOrEqual(cart.discountMinor)
        if (cart.discountMinor === 0) expect(discountMinor).toBe(0)
        for (const [index, shop] of cart.shops.entries())
          for (const [place, line] of shop.lines.entries())
            expect(shops[index]!.lines[place]!.shownTotalMinor).toBe(line.totalMinor - includedTax(line.totalMinor, line.taxRateBps))

        const { itemsMinor: items, shippingMinor: shipping, discountMinor: discount } = cart
        expect(presentCart({ ...quote, pricesShown: 'withTax' }).shown).toEqual({
          itemsMinor: items,
          shippingMinor: shipping,
          discountMinor: discount,
        })
      }),
    )
  })

  it('adds up when it is split over shops, taken commission of, and sent back in any steps', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(lines, method, fc.tuple(bps, bps), coupon, bps, steps, (bought, way, rates, offered, commissionBps, takeBack) => {
        const cart = cartOf(bought, way, rates, offered)
        const totals = cart.shops.map(({ totalMinor }) => totalMinor)
        expect(allocate(cart.totalMinor, totals)).toEqual(cart.totalMinor === 0 ? totals.map(() => 0) : totals)

        for (const shop of cart.shops) {
          const paid = shop.lines.map((line) => line.totalMinor - line.discountMinor)
          const shippingPaid = shop.shippingMinor - shop.shippingDiscountMinor
          const commission = sum([...paid, shippingPaid].map((base) => share(base, commissionBps)))

          const refunds = shop.lines.flatMap((line, index) => {
            let refundedQuantity = 0
            const parts: number[] = []
            for (const wished of takeBack) {
              const count = Math.min(wished, line.quantity - refundedQuantity)
              parts.push(worthOfPieces({ totalMinor: paid[index]!, quantity: line.quantity, refundedQuantity }, count))
              refundedQuantity += count
            }
            expect(refundedQuantity).toBe(line.quantity)
            expect(sum(parts)).toBe(paid[index])
            return parts
          })
          let refunded = 0
          let reversed = 0
          for (const part of [...refunds, shippingPaid]) {
            expect(part).toBeGreaterThanOrEqual(0)
            refunded += part
            const now = reversalOf(commission, shop.totalMinor, refunded)
            expect(now).toBeGreaterThanOrEqual(reversed)
            reversed = now
          }
          expect(refunded).toBe(shop.totalMinor)
          expect(reversed).toBe(commission)
        }
      }),
    )
  })
})

describe('a marketplace', async () => {
  const ctx = await testContext({}, jobs)
  const { guest, start, pay } = buying(ctx)

  beforeEach(async () => {
    await setTaxRate(ctx, systemActor, { country: 'DE', categoryId: null, rateBps: 1900 })
  })

  it.each(CURRENCIES)('in %s keeps its books to the last unit: sold with a coupon, sent back by pieces, called off', async (currency) => {
    await ctx.db
      .insert(settings)
      .values({ key: 'currency', value: currency })
      .onConflictDoUpdate({ target: settings.key, set: { value: currency } })
    const { code } = await makeCoupon(ctx, { value: 1333, currency })
    const sell = async (priceMinor: number) => make(ctx).product({ priceMinor, currency, stock: 50 })
    const [bowl, lamp] = [await sell(333), await sell(7779)]
    for (const { shop } of [bowl, lamp])
      await ctx.db
        .update(shippingMethods)
        .set({
          rule: 'by_weight',
          priceMinor: 0,
          tiers: [
            { upTo: 1000, priceMinor: 391 },
            { upTo: null, priceMinor: 777 },
          ],
        })
        .where(eq(shippingMethods.shopId, shop.id))
    await ctx.db.update(variants).set({ weightGrams: 334 }).where(eq(variants.id, bowl.variant.id))

    const buyer = guest()
    await addToCart(ctx, buyer, { variantId: bowl.variant.id, quantity: 3 })
    await addToCart(ctx, buyer, { variantId: lamp.variant.id, quantity: 1 })
    await changeCartCoupon(ctx, buyer, { code }, {})
    const { checkout } = await start(buyer)
    // 3 × 333 + 7779 = 8778, of which 13.33 % is 1170.1; three bowls weigh 1002 g.
    expect(checkout.snapshot).toMatchObject({ itemsMinor: 8778, shippingMinor: 777 + 391, discountMinor: 1170, totalMinor: 8776, currency })
    await pay(buyer, checkout.id)
    await finalizeCheckout(ctx, checkout.id)
    await ctx.queue.drain()

    const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.checkoutId, checkout.id))
    const placed = await ctx.db.select().from(orders).where(eq(orders.groupId, group!.id))
    expect(sum(placed.map(({ totalMinor }) => totalMinor))).toBe(8776)
    const ofBowl = placed.find(({ shopId }) => shopId === bowl.shop.id)!
    const ofLamp = placed.find(({ shopId }) => shopId === lamp.shop.id)!

    const { lines } = await getShopOrder(ctx, systemActor, bowl.shop.id, ofBowl.number)
    const piece = { reason: 'damaged', note: '', lines: [{ lineId: lines[0]!.id, quantity: 1 }], shippingMinor: 0, extraMinor: 0 } as const
    for (const last of [false, false, true]) {
      const input = { ...piece, lines: [...piece.lines], shippingMinor: last ? ofBowl.shippingMinor : 0 }
      await refundShopOrder(ctx, systemActor, bowl.shop.id, ofBowl.number, crypto.randomUUID(), input)
    }
    await cancelShopOrder(ctx, systemActor, lamp.shop.id, ofLamp.number, { reason: 'out_of_stock', note: '' })
    await ctx.queue.drain()

    for (const { id, shopId, number, totalMinor } of placed) {
      expect((await getShopOrder(ctx, systemActor, shopId, number)).refundedMinor).toBe(totalMinor)
      const taken = await ctx.db.select().from(commissionLines).where(eq(commissionLines.orderId, id))
      expect(taken.length).toBeGreaterThan(1)
      expect(sum(taken.map(({ amountMinor }) => amountMinor))).toBe(0)
    }
    // The products of this test were written by their rows alone, without a listing.
    const broken = (await inspectMarketplace(ctx)).filter(({ rows, invariant }) => rows > 0 && !invariant.includes('read model'))
    expect(broken).toEqual([])
  })
})
