import { MOST_MINOR, minorDigits } from '#shared/money'
import type { ImportProblemCode } from '#shared/import-problems'

/** What a cell says, or why it says nothing. */
export type Reading<T> = { value: T } | { code: ImportProblemCode }

const CURRENCY_SIGNS = /^(?:[\p{Sc}]|[A-Z]{3})\s*|\s*(?:[\p{Sc}]|[A-Z]{3})$/gu
const GROUPED = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/
const HAS_THREE_DECIMALS = /^\s*\d+\.\d{3}\s*$/
const UNCLEAR = { code: 'number_unclear' } as const

/**
 * A price in minor units. Of two separators the last is the decimal one; a single one is, too, unless three digits follow: a
 * comma then groups thousands, as spreadsheets write it, and a full stop could be either, so it is refused, but in a currency
 * of three decimals.
 */
export function readPrice(text: string, currency: string): Reading<number> {
  const digits = minorDigits(currency)
  const decimal = digits === 3 && HAS_THREE_DECIMALS.test(text) ? text.trim() : decimalOf(text)
  if (decimal === null) return UNCLEAR

  const [whole, rest = ''] = decimal.split('.') as [string, string?]
  const fraction = rest.replace(/0+$/, '')
  if (fraction.length > digits) return { code: 'number_too_precise' }
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(minor) && minor <= MOST_MINOR ? { value: minor } : { code: 'number_out_of_range' }
}

/** A whole number, such as a quantity; what follows the decimal separator may only be zeros. */
export function readWhole(text: string, most: number): Reading<number> {
  const isNegative = /^[-−]/.test(text.trim())
  const decimal = decimalOf(text.trim().replace(/^[-−]/, ''))
  if (decimal === null || Number(decimal) % 1 !== 0) return UNCLEAR
  // A shop that sold more than it had counts below zero; nothing lies on the shelf then.
  const value = isNegative ? 0 : Number(decimal)
  return value <= most ? { value } : { code: 'number_out_of_range' }
}

/** A weight in whole grams, of a number of so many grams each. Nobody groups thousands there: `1.250` is one and a quarter. */
export function readGrams(text: string, gramsEach: number): Reading<number> {
  const decimal = /^\s*\d*\.\d+\s*$/.test(text) ? text.trim() : decimalOf(text)
  if (decimal === null) return UNCLEAR
  const grams = Math.round(Number(decimal) * gramsEach)
  return grams <= 1_000_000 ? { value: grams } : { code: 'number_out_of_range' }
}

const YES = new Set(['yes', 'true', '1', 'y', 'ja', 'wahr'])
const NO = new Set(['no', 'false', '0', 'n', 'nein', 'falsch'])

export function readYesNo(text: string): Reading<boolean> {
  const word = text.trim().toLowerCase()
  if (YES.has(word)) return { value: true }
  return NO.has(word) ? { value: false } : { code: 'yes_no_unclear' }
}

/** Digits with at most one full stop, or null if the text could mean something else. */
function decimalOf(text: string): string | null {
  const plain = text.replace(/[   ]/g, ' ').trim().replace(CURRENCY_SIGNS, '').replaceAll('’', "'")
  if (/^\d+$/.test(plain)) return plain

  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  const separators = new Set(plain.match(/[.,]/g) ?? [])
  const isRepeated = last !== -1 && plain.indexOf(plain[last]!) !== last
  if (last === -1 || isRepeated) return separators.size < 2 && GROUPED.test(plain) ? plain.replace(/\D/g, '') : null

  const [whole, fraction] = [plain.slice(0, last), plain.slice(last + 1)]
  if (!/^\d+$/.test(fraction) || !(whole === '' || /^\d+$/.test(whole) || GROUPED.test(whole))) return null
  if (/^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3) return plain[last] === ',' ? whole + fraction : null
  return `${whole.replace(/\D/g, '') || '0'}.${fraction}`
}
