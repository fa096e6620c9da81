import { describe, expect, it } from 'vitest'
import { fromStripeAmount, toStripeAmount } from './stripe-amounts'

describe('an amount as Stripe counts it', () => {
  it.each([
    ['EUR', 4990, 4990],
    ['USD', 1, 1],
    ['JPY', 500, 500],
    ['KRW', 12_000, 12_000],
    ['BHD', 5120, 5120],
    ['ISK', 5, 500],
    ['UGX', 2000, 200_000],
  ])('of %s %i is %i', (currency, amountMinor, amount) => {
    expect(toStripeAmount(amountMinor, currency)).toBe(amount)
    expect(fromStripeAmount(amount, currency.toLowerCase())).toBe(amountMinor)
  })

  it.each([
    ['KWD', 5124, 'its third decimal'],
    ['TND', 1, 'its third decimal'],
    ['EUR', 0.5, 'not being whole'],
  ])('of %s %d is refused for %s', (currency, amountMinor) => {
    expect(() => toStripeAmount(amountMinor, currency)).toThrow(expect.objectContaining({ code: 'payments.amount_refused' }))
  })

  it.each(['EUR', 'JPY', 'KWD', 'ISK', 'UGX', 'HUF', 'MGA', 'TWD'])('is the same again on the way back, in %s', (currency) => {
    for (let amountMinor = 0; amountMinor < 100_000; amountMinor += 100)
      expect(fromStripeAmount(toStripeAmount(amountMinor, currency), currency)).toBe(amountMinor)
  })
})
