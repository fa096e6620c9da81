import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, decimalAmount, formatMoney, includedTax, leastWithTax, share, sum, parseAmount, textOfAmount, withoutTax } from './money'

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 })

describe('allocate', () => {
  it('gives parts that sum to the amount', () => {
    fc.assert(fc.property(amount, weights, (amountMinor, by) => sum(allocate(amountMinor, by)) === amountMinor))
  })

  it('gives nobody more than a unit away from their exact share', () => {
    fc.assert(
      fc.property(amount, weights, (amountMinor, by) => {
        const total = sum(by)
        fc.pre(total > 0)
        return allocate(amountMinor, by).every((part, index) => Math.abs(part - (amountMinor * by[index]!) / total) < 1 + 1e-6)
      }),
    )
  })

  it('gives nothing to a weight of nothing while others have some', () => {
    fc.assert(
      fc.property(amount, weights, (amountMinor, by) => {
        fc.pre(sum(by) > 0)
        return allocate(amountMinor, by).every((part, index) => by[index]! > 0 || part === 0)
      }),
    )
  })

  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [5, [0, 0], [5, 0]],
    [7, [5, 3, 2], [4, 2, 1]],
    [2_000_000_000_001, [1, 1], [1_000_000_000_001, 1_000_000_000_000]],
  ])('splits %i by %j into %j', (amountMinor, by, parts) => {
    expect(allocate(amountMinor, by)).toEqual(parts)
  })

  it.each([[[]], [[-1, 2]], [[0.5]]])('refuses the weights %j', (by) => {
    expect(() => allocate(1, by)).toThrow(RangeError)
  })

  it('refuses an amount that is not whole', () => {
    expect(() => allocate(0.5, [1])).toThrow(RangeError)
  })
})

it.each([
  [1000, 1000, 100],
  [1005, 1000, 101],
  [-1005, 1000, -101],
  [999, 0, 0],
  [1, 4999, 0],
  [1, 5000, 1],
])('takes a share of %i at %i basis points: %i', (amountMinor, rateBps, part) => {
  expect(share(amountMinor, rateBps)).toBe(part)
})

it.each([
  [11900, 1900, 1900],
  [10000, 1900, 1597],
  [100, 0, 0],
  [-11900, 1900, -1900],
])('finds in %i at %i basis points a tax of %i', (gross, rateBps, tax) => {
  expect(includedTax(gross, rateBps)).toBe(tax)
})

it.each([
  [{ amountMinor: 2490, currency: 'EUR' }, '24.90'],
  [{ amountMinor: 5, currency: 'EUR' }, '0.05'],
  [{ amountMinor: -5, currency: 'EUR' }, '-0.05'],
  [{ amountMinor: 1200, currency: 'JPY' }, '1200'],
])('writes %j for machines as %s', (money, text) => {
  expect(decimalAmount(money)).toBe(text)
})

it('writes money for people as their language does', () => {
  expect(formatMoney({ amountMinor: 123456, currency: 'EUR' }, 'en')).toBe('€1,234.56')
  expect(formatMoney({ amountMinor: 123456, currency: 'EUR' }, 'de')).toBe('1.234,56\u00A0€')
})

it.each([
  ['4.90', 'EUR', 490],
  ['4,9', 'EUR', 490],
  [' 12 ', 'EUR', 1200],
  ['0', 'EUR', 0],
  ['500', 'JPY', 500],
  ['4.905', 'EUR', null],
  ['5.5', 'JPY', null],
  ['1,000.00', 'EUR', null],
  ['-1', 'EUR', null],
  ['', 'EUR', null],
])('reads %j in %s as %s', (typed, currency, minor) => expect(parseAmount(typed, currency)).toBe(minor))

it.each([
  ['-2.00', -200],
  ['−2,5', -250],
  ['+ 3', 300],
  ['-0', 0],
  ['4', 400],
  ['--4', null],
  ['4-', null],
])('reads the difference %j as %s', (typed, minor) => expect(parseAmount(typed, 'EUR', { signed: true })).toBe(minor))

it.each(['en', 'de', 'fr'])('reads again what it wrote for typing in %s', (locale) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom('EUR', 'JPY', 'KWD'), (amountMinor, currency) => {
      expect(parseAmount(textOfAmount(amountMinor, currency, locale), currency)).toBe(amountMinor)
    }),
  )
})

it.each([
  [0, 0, 0],
  [1000, 0, 1000],
  [1000, 1900, 1190],
  [1001, 1900, 1191],
  [0, 1900, 0],
  [100, 2550, 125],
])('what is %i without a tax of %i basis points costs %i at least', (net, rateBps, gross) => {
  expect(leastWithTax(net, rateBps)).toBe(gross)
})

it('finds the lowest price for every price without tax', () => {
  const net = fc.integer({ min: 0, max: 100_000_000_001 })
  fc.assert(
    fc.property(net, fc.integer({ min: 0, max: 10_000 }), (netMinor, rateBps) => {
      const gross = leastWithTax(netMinor, rateBps)
      expect(withoutTax(gross, rateBps)).toBeGreaterThanOrEqual(netMinor)
      if (gross > 0) expect(withoutTax(gross - 1, rateBps)).toBeLessThan(netMinor)
    }),
  )
})

it('never shows less without tax for what costs more', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 10_000 }), (grossMinor, rateBps) => {
      expect(withoutTax(grossMinor + 1, rateBps)).toBeGreaterThanOrEqual(withoutTax(grossMinor, rateBps))
    }),
  )
})
