import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worthOfPieces } from './line-worth'
import { sum } from './money'

describe('what pieces of a line are worth', () => {
  it('sums to the line, whatever the steps it goes back in', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000_000 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
        (totalMinor, steps) => {
          const quantity = sum(steps)
          let refundedQuantity = 0
          const parts = steps.map((step) => {
            const worth = worthOfPieces({ totalMinor, quantity, refundedQuantity }, step)
            refundedQuantity += step
            return worth
          })
          expect(sum(parts)).toBe(totalMinor)
          expect(parts.every((part) => part >= 0)).toBe(true)
        },
      ),
    )
  })
})
