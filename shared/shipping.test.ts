import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DELIVERY_COUNTRIES } from './countries'
import {
  countriesOf,
  countriesReached,
  lowestPrice,
  methodsTo,
  offersFor,
  shippingPrice,
  type ShippingTariff,
  type ShippingTier,
} from './shipping'

const minor = fc.integer({ min: 0, max: 1_000_000_000 })
const parcel = fc.record({ itemsMinor: minor, weightGrams: fc.integer({ min: 0, max: 100_000_000 }) })

/** Steps that go upwards; the last has an end or none. */
const tiers: fc.Arbitrary<ShippingTier[]> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 12 }), fc.boolean(), fc.infiniteStream(minor))
  .map(([ends, isOpen, prices]) =>
    ends
      .sort((a, b) => a - b)
      .map((upTo, index) => ({ upTo: isOpen && index === ends.length - 1 ? null : upTo, priceMinor: prices.next().value! })),
  )
const tariff: fc.Arbitrary<ShippingTariff> = fc.oneof(
  fc.record({ rule: fc.constant('flat' as const), priceMinor: minor, tiers: fc.constant([]), freeFromMinor: fc.option(minor) }),
  fc.record({
    rule: fc.constantFrom('by_weight' as const, 'by_total' as const),
    priceMinor: fc.constant(0),
    tiers,
    freeFromMinor: fc.constant(null),
  }),
)
const list = (rule: ShippingTariff['rule'], tiers: ShippingTier[], over: Partial<ShippingTariff> = {}): ShippingTariff => ({
  rule,
  priceMinor: 0,
  tiers,
  freeFromMinor: null,
  ...over,
})

describe('what a parcel costs', () => {
  it.each([
    [0, 390],
    [500, 390],
    [501, 690],
    [2000, 690],
    [2001, 1290],
    [31_500, 1290],
    [31_501, null],
  ])('by weight, for %i grams, is %s', (weightGrams, price) => {
    const steps = [
      { upTo: 500, priceMinor: 390 },
      { upTo: 2000, priceMinor: 690 },
      { upTo: 31_500, priceMinor: 1290 },
    ]
    expect(shippingPrice(list('by_weight', steps), { itemsMinor: 100, weightGrams })).toBe(price)
    expect(shippingPrice(list('by_total', steps), { itemsMinor: weightGrams, weightGrams: 0 })).toBe(price)
  })

  it.each([
    [4999, 690],
    [5000, 0],
  ])('for goods of %i that are sent for nothing from 5000 on is %i, unless they are too heavy', (itemsMinor, price) => {
    const steps = list('by_weight', [{ upTo: 1000, priceMinor: 690 }], { freeFromMinor: 5000 })
    expect(shippingPrice(steps, { itemsMinor, weightGrams: 1000 })).toBe(price)
    expect(shippingPrice(steps, { itemsMinor, weightGrams: 1001 })).toBeNull()
  })

  it('is one of its prices or nothing, never less than nothing, and the least is the lowest', () => {
    fc.assert(
      fc.property(tariff, parcel, (method, what) => {
        const price = shippingPrice(method, what)
        const known = method.rule === 'flat' ? [method.priceMinor] : method.tiers.map(({ priceMinor }) => priceMinor)
        if (price === null) return method.rule !== 'flat'
        expect([0, ...known]).toContain(price)
        expect(price).toBeGreaterThanOrEqual(0)
        return price === 0 || price >= lowestPrice(method).priceMinor
      }),
    )
  })

  it('has no gap between its steps: what is up to the last one has a price, and what is above it has none', () => {
    fc.assert(
      fc.property(tiers, fc.integer({ min: 0, max: 200_000 }), (steps, weightGrams) => {
        const price = shippingPrice(list('by_weight', steps), { itemsMinor: 0, weightGrams })
        const last = steps.at(-1)!.upTo
        expect(price === null).toBe(last !== null && weightGrams > last)
      }),
    )
  })

  it('changes at the end of each step and nowhere else', () => {
    fc.assert(
      fc.property(tiers, (steps) => {
        const price = (weightGrams: number) => shippingPrice(list('by_weight', steps), { itemsMinor: 0, weightGrams })
        let from = 0
        for (const { upTo, priceMinor } of steps) {
          expect(price(from)).toBe(priceMinor)
          expect(price(upTo ?? Number.MAX_SAFE_INTEGER)).toBe(priceMinor)
          from = (upTo ?? 0) + 1
        }
      }),
    )
  })

  it('grows with the weight where the price list does', () => {
    const rising = tiers.map((steps) => {
      const prices = steps.map(({ priceMinor }) => priceMinor).sort((a, b) => a - b)
      return steps.map((step, index) => ({ ...step, priceMinor: prices[index]! }))
    })
    const weight = fc.integer({ min: 0, max: 200_000 })
    fc.assert(
      fc.property(rising, weight, weight, (steps, one, other) => {
        const price = (weightGrams: number) =>
          shippingPrice(list('by_weight', steps), { itemsMinor: 0, weightGrams }) ?? Number.POSITIVE_INFINITY
        expect(price(Math.min(one, other))).toBeLessThanOrEqual(price(Math.max(one, other)))
      }),
    )
  })

  it('orders what is offered by price, of every way that carries it', () => {
    fc.assert(
      fc.property(fc.array(tariff, { maxLength: 8 }), parcel, (tariffs, what) => {
        const offers = offersFor(
          tariffs.map((method, maxDays) => ({ ...method, maxDays })),
          what,
        )
        expect(offers.map(({ maxDays }) => maxDays).sort()).toEqual(
          tariffs.flatMap((method, index) => (shippingPrice(method, what) === null ? [] : [index])).sort(),
        )
        for (const [index, { priceMinor }] of offers.slice(1).entries())
          expect(priceMinor).toBeGreaterThanOrEqual(offers[index]!.priceMinor)
      }),
    )
  })
})

describe('where a shop sends to', () => {
  const zone = (countries: string[], methods: string[]) => ({ countries, isElsewhere: countries.length === 0, methods })
  const zones = [zone(['DE', 'AT'], ['parcel']), zone(['DE'], ['bicycle']), zone(['US'], []), zone([], ['by sea'])]

  it.each([
    ['DE', ['parcel', 'bicycle']],
    ['AT', ['parcel']],
    ['US', []],
    ['FR', ['by sea']],
    ['ZZ', ['by sea']],
  ])('to %s in the ways %j', (country, ways) => expect(methodsTo(zones, country)).toEqual(ways))

  it('is nowhere that is not named, without a zone for everywhere else', () => {
    expect(methodsTo(zones.slice(0, 3), 'FR')).toEqual([])
    expect(countriesReached(zones.slice(0, 3))).toEqual(['AT', 'DE'])
  })

  it('is said of the same countries that it sends to', () => {
    const country = fc.constantFrom(...DELIVERY_COUNTRIES)
    const named = fc.record({
      countries: fc.uniqueArray(country, { minLength: 1, maxLength: 5 }),
      methods: fc.array(fc.nat(), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(fc.array(named, { maxLength: 5 }), fc.boolean(), (some, hasElsewhere) => {
        const all = some.map((one) => ({ ...one, isElsewhere: false }))
        if (hasElsewhere) all.push({ countries: [], isElsewhere: true, methods: [1] })
        expect(countriesReached(all)).toEqual(DELIVERY_COUNTRIES.filter((code) => methodsTo(all, code).length > 0).sort())
        expect(all.flatMap((one) => countriesOf(all, one)).every((code) => DELIVERY_COUNTRIES.includes(code))).toBe(true)
      }),
    )
  })
})
