import { minorDigits } from '#shared/money'
import { amountRefused } from './gateway-errors'

/** Stripe takes these without decimals, whatever others say of them. */
const NO_DECIMALS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
/** These have none either, but Stripe wants them in hundredths that are whole units, as it did before they lost theirs. */
const WHOLE_UNITS_IN_HUNDREDTHS = new Set(['ISK', 'UGX'])

/** The networks behind Stripe know two decimals at most, so the third has to be 0. */
const THREE_DECIMALS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/** Not `minorDigits`: to that the forint has no decimals, to Stripe it has two. */
const stripeDigits = (currency: string): number => (NO_DECIMALS.has(currency) ? 0 : THREE_DECIMALS.has(currency) ? 3 : 2)

/** Our minor units as Stripe counts them. Throws `payments.amount_refused` where Stripe cannot express the amount. */
export function toStripeAmount(amountMinor: number, currency: string): number {
  const amount = scaled(amountMinor, stripeDigits(currency) - minorDigits(currency))
  const step = WHOLE_UNITS_IN_HUNDREDTHS.has(currency) ? 100 : THREE_DECIMALS.has(currency) ? 10 : 1
  if (!Number.isSafeInteger(amount) || amount % step !== 0) throw amountRefused()
  return amount
}

/** What Stripe counts, in our minor units. Its fees may have decimals where we have none: those are rounded. */
export const fromStripeAmount = (amount: number, currency: string): number => {
  const code = currency.toUpperCase()
  return Math.round(scaled(amount, minorDigits(code) - stripeDigits(code)))
}

const scaled = (amount: number, byDigits: number): number => (byDigits >= 0 ? amount * 10 ** byDigits : amount / 10 ** -byDigits)
