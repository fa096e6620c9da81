import { expect, it } from 'vitest'
import { isIban, maskedIban, plainIban } from './iban'

const REAL = ['DE89370400440532013000', 'AT611904300234573201', 'GB82WEST12345698765432', 'FR1420041010050500013M02606', 'NO9386011117947']

it.each(REAL)('knows %s', (iban) => expect(isIban(iban)).toBe(true))

it.each(REAL)('notices one wrong digit in %s', (iban) => {
  const last = iban.at(-1)!
  expect(isIban(iban.slice(0, -1) + (last === '9' ? '8' : String(Number(last) + 1)))).toBe(false)
})

it('notices two neighbours that changed places', () => expect(isIban('DE89370400440532010300')).toBe(false))

it.each(['', 'DE', 'DE8937040044053201300', 'DE89 3704 0044 0532 0130 00', 'de89370400440532013000', '3704 0044 0532'])(
  'refuses %j',
  (text) => expect(isIban(text)).toBe(false),
)

it('takes the spaces and small letters away that people type', () =>
  expect(plainIban(' de89 3704 0044\u00a00532 0130 00 ')).toBe('DE89370400440532013000'))

it('shows its country and its end alone', () => expect(maskedIban('DE89370400440532013000')).toBe('DE•• •••• 3000'))
