import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CartLine } from '#server/domains/cart'
import { includedTax, sum } from '#shared/money'
import { priceCart, type OfferedShipping, type Terms } from './price-cart'

const line = (over: Partial<CartLine> & { shopId?: string } = {}): CartLine => ({
  id: 'line',
  cartId: 'cart',
  variantId: 'variant',
  productId: 'product',
  productSlug: 'bowl',
  categoryId: null,
  title: 'Bowl',
  optionLabel: '',
  sku: 'BOWL',
  picture: null,
  unitPriceMinor: 1000,
  unitPriceSeenMinor: 1000,
  currency: 'EUR',
  quantity: 1,
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
  priceMinor: 490,
  freeFromMinor: null,
  minDays: 2,
  maxDays: 4,
  ...over,
})
const terms = (over: Partial<Terms> = {}): Terms => ({ shipping: [parcel()], standardRateBps: 1900, categoryRateBps: new Map(), ...over })
const price = (lines: CartLine[], over: Partial<Terms> = {}, chosen: [string, string][] = []) =>
  priceCart(lines, terms(over), new Map(chosen))

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
