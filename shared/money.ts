/** An amount of money: whole minor units (cents) of one currency. */
export interface Money {
  amountMinor: number
  currency: string
}

/** The greatest price: what a full cart of them costs is still counted exactly. */
export const MOST_MINOR = 100_000_000_000

/** Rates are basis points: 1,900 is 19 %. */
const FULL_RATE_BPS = 10_000n

/** Adds amounts of one currency. */
export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => assertWhole(total + amount), 0)
}

export const times = (amountMinor: number, quantity: number): number => assertWhole(amountMinor * quantity)

/** `rateBps` of an amount, halves rounded away from zero. */
export function share(amountMinor: number, rateBps: number): number {
  return roundedQuotient(BigInt(assertWhole(amountMinor)) * BigInt(rateBps), FULL_RATE_BPS)
}

/** The tax inside a price that already includes it: amount × rate / (1 + rate), halves rounded away from zero. */
export function includedTax(grossMinor: number, rateBps: number): number {
  return roundedQuotient(BigInt(assertWhole(grossMinor)) * BigInt(rateBps), FULL_RATE_BPS + BigInt(rateBps))
}

/** What is left of a price without the tax inside it. It never falls as the price rises. */
export const withoutTax = (grossMinor: number, rateBps: number): number => grossMinor - includedTax(grossMinor, rateBps)

/** The lowest price that is at least `netMinor` without the tax inside it. */
export function leastWithTax(netMinor: number, rateBps: number): number {
  let grossMinor = assertWhole(netMinor + share(netMinor, rateBps))
  while (withoutTax(grossMinor, rateBps) < netMinor) grossMinor++
  while (grossMinor > 0 && withoutTax(grossMinor - 1, rateBps) >= netMinor) grossMinor--
  return grossMinor
}

/**
 * Splits an amount in proportion to the weights by largest remainder (Hamilton's method):
 * the parts are whole, in the order of the weights, and sum exactly to the amount.
 * With no weight at all the first part takes everything.
 */
export function allocate(amountMinor: number, weights: readonly number[]): number[] {
  if (weights.length === 0) throw new RangeError('allocate needs at least one weight')
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) throw new RangeError('weights are whole and not negative')
  if (amountMinor < 0) return allocate(-amountMinor, weights).map((part) => (part === 0 ? 0 : -part))

  const amount = BigInt(assertWhole(amountMinor))
  const total = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  if (total === 0n) return weights.map((_, index) => (index === 0 ? amountMinor : 0))

  const exact = weights.map((weight) => amount * BigInt(weight))
  const parts = exact.map((value) => value / total)
  const left = Number(amount - parts.reduce((all, part) => all + part, 0n))
  const byRemainder = exact.map((value, index) => ({ index, remainder: value % total }))
  byRemainder.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder.slice(0, left)) parts[index]! += 1n

  return parts.map(Number)
}

const formats = new Map<string, Intl.NumberFormat>()

/** Kept, since making one takes longer than formatting ten amounts. */
function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  formats.set(key, format)
  return format
}

/** How many decimals a currency has, by ISO 4217. */
export const minorDigits = (currency: string): number => formatOf('en', currency).resolvedOptions().maximumFractionDigits ?? 2

/** As a person types it: `24.90`, and `24,90` in German. */
export function textOfAmount(amountMinor: number, currency: string, locale: string): string {
  const digits = minorDigits(currency)
  return (amountMinor / 10 ** digits).toLocaleString(locale, {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** For people: `€24.90`. */
export function formatMoney({ amountMinor, currency }: Money, locale: string): string {
  const digits = minorDigits(currency)
  return formatOf(locale, currency).format(amountMinor / 10 ** digits)
}

/** For machines: `24.90`, without rounding on the way. */
export function decimalAmount({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency)
  if (digits === 0) return String(amountMinor)
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  return `${amountMinor < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

function assertWhole(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole amount of minor units: ${amount}`)
  return amount
}

function roundedQuotient(dividend: bigint, divisor: bigint): number {
  const sign = dividend < 0n ? -1n : 1n
  return Number((sign * (2n * sign * dividend + divisor)) / (2n * divisor))
}

/**
 * What somebody typed as an amount, with a comma or a point, in minor units; null where it is none. Below zero it may be
 * only where a difference is asked for: `signed`.
 */
export function parseAmount(typed: string, currency: string, { signed = false } = {}): number | null {
  const [, sign, whole, part = ''] = /^\s*([-−+]?)\s*(\d{1,10})(?:[.,](\d+))?\s*$/.exec(typed) ?? []
  const digits = minorDigits(currency)
  if (whole === undefined || (sign && !signed) || part.length > digits) return null
  const amountMinor = Number(whole + part.padEnd(digits, '0'))
  return sign && sign !== '+' && amountMinor > 0 ? -amountMinor : amountMinor
}
