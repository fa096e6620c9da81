import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fewestOf, isPossible, LINE_QUANTITY_MAX, mayBuy, mostOf, type OrderRule } from './order-rule'

const rule = (orderMin: number, orderMax: number | null, orderStep: number): OrderRule => ({ orderMin, orderMax, orderStep })

it.each([
  [rule(1, null, 1), 1, 99],
  [rule(3, 10, 1), 3, 10],
  [rule(1, null, 6), 6, 96],
  [rule(7, 20, 6), 12, 18],
  [rule(2, 2, 2), 2, 2],
])('of %o at least %i and at most %i can be bought', (by, fewest, most) => expect([fewestOf(by), mostOf(by)]).toEqual([fewest, most]))

it('sells nothing where fewer are left than the fewest, or the rule allows no number', () => {
  expect(mostOf(rule(6, null, 6), 5)).toBe(0)
  expect(mostOf(rule(6, null, 6), 17)).toBe(12)
  expect(isPossible(rule(5, 7, 4))).toBe(false)
})

it('lets what lies between the fewest and the most be bought in steps, and nothing else', () => {
  const anyRule = fc.record({
    orderMin: fc.integer({ min: 1, max: 99 }),
    orderMax: fc.option(fc.integer({ min: 1, max: 99 })),
    orderStep: fc.integer({ min: 1, max: 99 }),
  })
  fc.assert(
    fc.property(anyRule, fc.integer({ min: 0, max: 120 }), (by, quantity) => {
      const isOne = Array.from({ length: LINE_QUANTITY_MAX }, (_, index) => index + 1).some(
        (one) => one === quantity && one % by.orderStep === 0 && one >= by.orderMin && one <= (by.orderMax ?? LINE_QUANTITY_MAX),
      )
      expect(mayBuy(by, quantity)).toBe(isOne)
      if (isPossible(by)) expect([mayBuy(by, fewestOf(by)), mayBuy(by, mostOf(by))]).toEqual([true, true])
    }),
  )
})
