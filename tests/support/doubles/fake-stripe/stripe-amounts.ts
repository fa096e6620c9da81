import { wrongParameter } from './stripe-problem'

const NO_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const WHOLE_UNITS = new Set(['isk', 'ugx'])
const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
const SMALLEST = 50

/** Stripe's own rules, written apart from those of the driver so that one can catch the other's mistake. */
export function checkedAmount(amount: number | undefined, currency: string): number {
  if (amount === undefined || amount < 1) throw wrongParameter('amount', 'Invalid positive integer', 'parameter_invalid_integer')
  if (!/^[a-z]{3}$/.test(currency)) throw wrongParameter('currency', `Invalid currency: ${currency}`)
  if (WHOLE_UNITS.has(currency) && amount % 100 !== 0)
    throw wrongParameter('amount', `${currency} must be evenly divisible by 100`, 'invalid_charge_amount_no_decimal_compatible')
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0)
    throw wrongParameter('amount', `The last digit of an amount in ${currency} must be 0`)
  return amount
}

export function checkSmallest(amount: number, currency: string): void {
  if (!NO_DECIMALS.has(currency) && amount < SMALLEST) throw wrongParameter('amount', 'Amount must be at least 0.50', 'amount_too_small')
}

/** What Stripe keeps of a charge: 1.5 % and 25 cents, or nothing of cents where there are none. */
export const feeOf = (amount: number, currency: string): number => Math.round(amount * 0.015) + (NO_DECIMALS.has(currency) ? 0 : 25)
