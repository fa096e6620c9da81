import { expect, it } from 'vitest'
import type { OrderLineView } from '#shared/contracts/orders'
import { worthOfChosen } from './order-pieces'

const line = (id: string, refundedQuantity: number) => ({ id, totalMinor: 101, quantity: 2, refundedQuantity }) as OrderLineView

it('the rest of lines that do not divide is worth what is left of them, not a cent more', () => {
  const first = worthOfChosen([line('a', 0), line('b', 0)], { a: 1, b: 1 })
  const rest = worthOfChosen([line('a', 1), line('b', 1)], { a: 1, b: 1 })

  expect([first, rest]).toEqual([102, 100])
})

it('a field that is empty or holds too much counts for what is there', () => {
  expect(worthOfChosen([line('a', 1), line('b', 1)], { a: 5, b: NaN })).toBe(50)
})
