import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CartLine } from '#server/domains/cart'
import { includedTax, share, sum } from '#shared/money'
import type { OfferedCoupon } from '#server/domains/coupons'
import { priceCart, type OfferedShipping, type Terms } from './price-cart'

const line = (over: Partial<CartLine> & { shopId?: string } = {}): CartLine => ({
  id: 'line',
  cartId: 'cart',
  couponId: null,
  variantId: 'variant',
  productId: 'product',
  productSlug: 'bowl',
  categoryId: null,
  title: 'Bowl',
  optionLabel: '',
  sku: 'BOWL',
  weightGrams: 400,
  picture: null,
  unitPriceMinor: 1000,
  unitPriceSeenMinor: 1000,
  currency: 'EUR',
  quantity: 1,
  offerId: null,
  agreedUntil: null,
  isSaved: false,
  rule: { orderMin: 1, orderMax: null, orderStep: 1 },
  left: 10,
  availability: { kind: 'in_stock' },
  problem: null,
  shop: { id: over.shopId ?? 'clay', slug: 'clay', name: 'Clay', closedUntil: null },
  ...over,
})
const parcel = (over: Partial<OfferedShipping> = {}): OfferedShipping => ({
  id: 'parcel',
  shopId: 'clay',
  name: 'Parcel',
  rule: 'flat',
  priceMinor: 490,
  tiers: [],
  pickup: null,
  freeFromMinor: null,
  handlingDays: null,
  minDays: 2,
  maxDays: 4,
  ...over,
})
const terms = (over: Partial<Terms> = {}): Terms => ({
  shipping: [parcel()],
  elsewhere: new Map(),
  standardRateBps: 1900,
  categoryRateBps: new Map(),
  pricesShown: 'withTax',
  ...over,
})
const price = (lines: CartLine[], over: Partial<Terms> = {}, chosen: [string, string][] = [], coupon: OfferedCoupon | null = null) =>
  priceCart(lines, terms(over), new Map(chosen), coupon)
const tenPercent = (over: Partial<OfferedCoupon> = {}): OfferedCoupon => ({
  id: 'coupon',
  shopId: null,
  shopName: null,
  code: 'TEN',
  kind: 'percent',
  value: 1000,
  currency: 'EUR',
  minimumMinor: 0,
  bearer: 'marketplace',
  validFrom: null,
  validTo: null,
  maxUses: null,
  maxUsesPerPerson: null,
  used: 0,
  active: true,
  version: 1,
  createdAt: new Date(0),
  problem: null,
  ...over,
})
const withCoupon = (
  lines: CartLine[],
  over: Partial<OfferedCoupon>,
  shipping = [parcel(), parcel({ id: 'letter', shopId: 'wool', priceMinor: 120 })],
) => price(lines, { shipping }, [], tenPercent(over))

describe('a priced cart', () => {
  it('is split by shop, each with its own parcel', () => {
    const lines = [line({ quantity: 3 }), line({ shopId: 'wool', unitPriceMinor: 2500 }), line({ id: 'second' })]
    const cart = price(lines, { shipping: [parcel(), parcel({ id: 'letter', shopId: 'wool', priceMinor: 120 })] })

    expect(
      cart.shops.map(({ shop, lines, itemsMinor, shippingMinor, totalMinor }) => [
        shop.id,
        lines.length,
        itemsMinor,
        shippingMinor,
        totalMinor,
      ]),
    ).toEqual([
      ['clay', 2, 4000, 490, 4490],
      ['wool', 1, 2500, 120, 2620],
    ])
    expect(cart).toMatchObject({ itemsMinor: 6500, shippingMinor: 610, totalMinor: 7110, lineCount: 3, pieceCount: 5, canBeBought: true })
  })

  it('takes the cheapest way, or the one that was chosen', () => {
    const shipping = [parcel(), parcel({ id: 'express', priceMinor: 990, maxDays: 1 }), parcel({ id: 'letter', priceMinor: 290 })]

    expect(price([line()], { shipping }).shops[0]).toMatchObject({ option: { id: 'letter' }, shippingMinor: 290 })
    expect(price([line()], { shipping }, [['clay', 'express']]).shops[0]).toMatchObject({ option: { id: 'express' }, shippingMinor: 990 })
    expect(price([line()], { shipping }, [['clay', 'pigeon']]).shops[0]).toMatchObject({ option: { id: 'letter' } })
  })

  it.each([
    { items: 4999, shipping: 490 },
    { items: 5000, shipping: 0 },
  ])('ships $items for $shipping where it is free from 5000', ({ items, shipping }) => {
    expect(price([line({ unitPriceMinor: items })], { shipping: [parcel({ freeFromMinor: 5000 })] }).shippingMinor).toBe(shipping)
  })

  it('is sent by the weight of what can be bought, or said to be too much', () => {
    const tiers = [
      { upTo: 1000, priceMinor: 390 },
      { upTo: 2000, priceMinor: 690 },
    ]
    const shipping = [parcel({ rule: 'by_weight', priceMinor: 0, tiers })]
    const weighing = (weightGrams: number, over: Partial<CartLine> = {}) => line({ id: `${weightGrams} g`, weightGrams, ...over })

    expect(price([weighing(500, { quantity: 2 })], { shipping })).toMatchObject({ shippingMinor: 390 })
    expect(price([weighing(500, { quantity: 2 }), weighing(1)], { shipping })).toMatchObject({ shippingMinor: 690 })
    expect(price([weighing(500), weighing(9000, { problem: 'sold_out' })], { shipping })).toMatchObject({ shippingMinor: 390 })
    expect(price([weighing(2001)], { shipping })).toMatchObject({
      shippingMinor: 0,
      canBeBought: false,
      shops: [{ shippingProblem: 'too_much', options: [], option: null }],
    })
  })

  it('is sent unless its buyer comes for it, or there is no other way', () => {
    const pickup = { address: { name: 'Clay', street: 'Yard 1', postalCode: '20457', city: 'Hamburg', country: 'DE' }, hours: 'Mornings' }
    const shipping = [parcel(), parcel({ id: 'yard', priceMinor: 0, pickup })]

    expect(price([line()], { shipping }).shops[0]).toMatchObject({ option: { id: 'parcel' }, shippingMinor: 490 })
    expect(price([line()], { shipping }, [['clay', 'yard']]).shops[0]).toMatchObject({ option: { id: 'yard' }, shippingMinor: 0 })
    expect(price([line()], { shipping: shipping.slice(1) }).shops[0]).toMatchObject({ option: { id: 'yard' } })
  })

  it('says where a shop sends to that does not send there', () => {
    expect(price([line()], { shipping: [], elsewhere: new Map([['clay', ['AT', 'DE']]]) }).shops).toMatchObject([
      { shippingProblem: 'not_there', shipsTo: ['AT', 'DE'] },
    ])
  })

  it('knows the tax inside, by category where that has a rate of its own', () => {
    const lines = [
      line({ unitPriceMinor: 11900 }),
      line({ unitPriceMinor: 10700, categoryId: 'books' }),
      line({ unitPriceMinor: 100, categoryId: 'free' }),
    ]
    const cart = price(lines, {
      shipping: [parcel({ priceMinor: 1190 })],
      categoryRateBps: new Map([
        ['books', 700],
        ['free', 0],
      ]),
    })

    expect(cart.shops[0]!.lines.map(({ taxMinor }) => taxMinor)).toEqual([1900, 700, 0])
    expect(cart.shops[0]!.shippingTaxMinor).toBe(190)
    expect(cart.taxMinor).toBe(2790)
  })

  it.each(['not_for_sale', 'sold_out', 'not_enough', 'shop_closed', 'own_shop'] as const)(
    'does not count a line that is %s, and cannot be bought',
    (problem) => {
      const cart = price([line(), line({ id: 'second', problem, unitPriceMinor: 99 })])

      expect(cart).toMatchObject({ itemsMinor: 1000, totalMinor: 1490, canBeBought: false })
      expect(price([line({ problem })])).toMatchObject({ totalMinor: 0, canBeBought: false })
    },
  )

  it('cannot be bought where a shop does not send to, or when it is empty', () => {
    expect(price([line(), line({ shopId: 'wool' })])).toMatchObject({ canBeBought: false, totalMinor: 2490 })
    expect(price([])).toMatchObject({ canBeBought: false, totalMinor: 0, shops: [] })
  })

  it('adds up, whatever is in it', () => {
    const anyLine = fc.record({
      shopId: fc.constantFrom('clay', 'wool', 'oak'),
      unitPriceMinor: fc.integer({ min: 1, max: 10_000_000 }),
      quantity: fc.integer({ min: 1, max: 99 }),
      categoryId: fc.constantFrom(null, 'books'),
    })
    const rate = fc.integer({ min: 0, max: 3000 })

    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 20 }),
        rate,
        rate,
        fc.integer({ min: 0, max: 5000 }),
        (parts, standard, books, shippingMinor) => {
          const cart = price(
            parts.map((part) => line(part)),
            {
              shipping: ['clay', 'wool', 'oak'].map((shopId) => parcel({ shopId, priceMinor: shippingMinor })),
              standardRateBps: standard,
              categoryRateBps: new Map([['books', books]]),
            },
          )
          for (const shop of cart.shops) {
            expect(shop.itemsMinor).toBe(sum(shop.lines.map(({ totalMinor }) => totalMinor)))
            expect(shop.totalMinor).toBe(shop.itemsMinor + shop.shippingMinor)
            expect(shop.taxMinor).toBe(sum(shop.lines.map(({ taxMinor }) => taxMinor)) + includedTax(shop.shippingMinor, standard))
            expect(shop.taxMinor).toBeLessThan(shop.totalMinor)
          }
          expect(cart.totalMinor).toBe(sum(cart.shops.map(({ totalMinor }) => totalMinor)))
          expect(cart.totalMinor).toBe(cart.itemsMinor + cart.shippingMinor)
        },
      ),
    )
  })
})

describe('a cart with a coupon', () => {
  const clay = (minor: number, over: Partial<CartLine> = {}) => line({ id: `clay ${minor}`, unitPriceMinor: minor, ...over })
  const wool = (minor: number) => line({ id: `wool ${minor}`, shopId: 'wool', unitPriceMinor: minor })

  it('costs less by a share of its things, split over them to the cent; shipping stays', () => {
    const cart = withCoupon([clay(333), clay(334), wool(338)], { value: 1000 })

    // 10 % of 10.05 is 1.005, which is 1.01.
    expect(cart).toMatchObject({ itemsMinor: 1005, shippingMinor: 610, discountMinor: 101, totalMinor: 1514, coupon: { problem: null } })
    expect(cart.shops.map(({ lines, discountMinor }) => [lines.map((line) => line.discountMinor), discountMinor])).toEqual([
      [[33, 34], 67],
      [[34], 34],
    ])
  })

  it('includes the tax of what is left', () => {
    const cart = price([clay(11_900)], { shipping: [parcel({ priceMinor: 0 })] }, [], tenPercent())

    expect(cart).toMatchObject({ totalMinor: 10_710, taxMinor: 1710 })
  })

  it.each([
    { value: 700, discount: 700, total: 910 },
    { value: 5000, discount: 1000, total: 610 },
  ])('costs $total with a coupon of $value on things of 1000', ({ value, discount, total }) => {
    expect(withCoupon([clay(400), wool(600)], { kind: 'amount', value })).toMatchObject({ discountMinor: discount, totalMinor: total })
  })

  it('is sent for nothing where the coupon says so, the tax of sending included', () => {
    const cart = withCoupon([clay(400), wool(600)], { kind: 'free_shipping', value: 0 })

    expect(cart).toMatchObject({ shippingMinor: 610, discountMinor: 610, totalMinor: 1000 })
    expect(cart.shops.map(({ shippingDiscountMinor, shippingTaxMinor }) => [shippingDiscountMinor, shippingTaxMinor])).toEqual([
      [490, 0],
      [120, 0],
    ])
  })

  it("costs less by a shop's coupon for that shop's things only", () => {
    const cart = withCoupon([clay(1000), wool(2000)], { shopId: 'wool', bearer: 'shop' })

    expect(cart.shops.map(({ discountMinor }) => discountMinor)).toEqual([0, 200])
    expect(withCoupon([clay(1000), wool(2000)], { shopId: 'wool', kind: 'free_shipping', value: 0 }).shops[1]).toMatchObject({
      discountMinor: 120,
      totalMinor: 2000,
    })
  })

  it('takes the free shipping of a shop from the price before the discount', () => {
    expect(price([clay(5000)], { shipping: [parcel({ freeFromMinor: 5000 })] }, [], tenPercent())).toMatchObject({
      shippingMinor: 0,
      totalMinor: 4500,
    })
  })

  it.each<[string, CartLine[], Partial<OfferedCoupon>, object]>([
    ['it is paused', [clay(1000)], { problem: 'paused' }, { problem: 'paused', missingMinor: 0 }],
    ['it is for another shop', [clay(1000)], { shopId: 'wool' }, { problem: 'not_for_cart' }],
    ['nothing of it can be bought', [clay(1000, { problem: 'sold_out' }), wool(10)], { shopId: 'clay' }, { problem: 'not_for_cart' }],
    ['it is in another currency', [clay(1000)], { currency: 'USD' }, { problem: 'not_for_cart' }],
    ['too little is bought', [clay(1000)], { minimumMinor: 1001 }, { problem: 'below_minimum', missingMinor: 1 }],
    [
      'too little is bought of its shop',
      [clay(9000), wool(400)],
      { shopId: 'wool', minimumMinor: 1000 },
      { problem: 'below_minimum', missingMinor: 600 },
    ],
    ['its share is less than a cent', [clay(4)], {}, { problem: 'no_effect' }],
    ['what it would send for nothing is free', [clay(1000)], { kind: 'free_shipping', value: 0 }, { problem: 'no_effect' }],
  ])('costs the full price when %s', (_, lines, over, coupon) => {
    const shipping = [parcel({ priceMinor: 0 }), parcel({ id: 'letter', shopId: 'wool', priceMinor: 0 })]
    const cart = withCoupon(lines, over, shipping)

    expect(cart).toMatchObject({ discountMinor: 0, totalMinor: cart.itemsMinor, coupon })
  })

  it('adds up, whatever is in it and whatever the coupon gives', () => {
    const anyLine = fc.record({
      shopId: fc.constantFrom('clay', 'wool', 'oak'),
      unitPriceMinor: fc.integer({ min: 0, max: 10_000_000 }),
      quantity: fc.integer({ min: 1, max: 99 }),
      categoryId: fc.constantFrom(null, 'books'),
    })
    const anyCoupon = fc.oneof(
      fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 1, max: 1_000_000_000 }) }),
      fc.constant({ kind: 'free_shipping' as const, value: 0 }),
    )
    const ofShop = fc.constantFrom(null, 'clay', 'wool')

    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 20 }),
        anyCoupon,
        ofShop,
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 3000 }),
        (parts, coupon, shopId, shippingMinor, rate) => {
          const cart = price(
            parts.map((part, index) => line({ ...part, id: String(index) })),
            {
              shipping: ['clay', 'wool', 'oak'].map((id) => parcel({ shopId: id, priceMinor: shippingMinor })),
              standardRateBps: rate,
              categoryRateBps: new Map([['books', 700]]),
            },
            [],
            tenPercent({ ...coupon, shopId }),
          )
          for (const shop of cart.shops) {
            const ofLines = shop.lines.map((line) => line.discountMinor)
            expect(shop.discountMinor).toBe(sum(ofLines) + shop.shippingDiscountMinor)
            expect(shop.totalMinor).toBe(shop.itemsMinor + shop.shippingMinor - shop.discountMinor)
            for (const { discountMinor, totalMinor, taxMinor, taxRateBps } of shop.lines) {
              expect(discountMinor).toBeGreaterThanOrEqual(0)
              expect(discountMinor).toBeLessThanOrEqual(totalMinor)
              expect(taxMinor).toBe(includedTax(totalMinor - discountMinor, taxRateBps))
            }
            expect(shop.shippingDiscountMinor).toBeLessThanOrEqual(shop.shippingMinor)
            expect(shop.taxMinor).toBe(sum([...shop.lines.map(({ taxMinor }) => taxMinor), shop.shippingTaxMinor]))
            if (shopId !== null && shop.shop.id !== shopId) expect(shop.discountMinor).toBe(0)
          }
          expect(cart.totalMinor).toBe(cart.itemsMinor + cart.shippingMinor - cart.discountMinor)
          const eligible = sum(cart.shops.filter(({ shop }) => shopId === null || shop.id === shopId).map(({ itemsMinor }) => itemsMinor))
          if (coupon.kind === 'amount' && !cart.coupon!.problem) expect(cart.discountMinor).toBe(Math.min(coupon.value, eligible))
          if (coupon.kind === 'percent' && !cart.coupon!.problem) expect(cart.discountMinor).toBe(share(eligible, coupon.value))
        },
      ),
    )
  })
})
