import { expect, it } from 'vitest'
import { postalAddressSchema } from './address'
import { textSchema } from './common'
import { shipOrderSchema } from './orders'

const text = textSchema.min(1).max(20)

it.each([
  ['  Bowl \n', 'Bowl'],
  ['\u200bBowl\u2060', 'Bowl'],
  ['\u200fقدح', 'قدح'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['👩‍🚀', '👩‍🚀'],
  ['❤️', '❤️'],
])('%j is read as %j', (written, read) => {
  expect(text.parse(written)).toBe(read)
})

it.each(['', ' ', '\u200b', '\u200e \u2060\ufeff', '\u3164', '\u2800'])('%j says nothing', (written) => {
  expect(text.safeParse(written).success).toBe(false)
  const address = { name: written, street: 'Yard Lane 7', postalCode: '20457', city: 'Hamburg', country: 'DE' }
  expect(postalAddressSchema.safeParse(address).success).toBe(false)
})

it.each([
  ['https://track.example/?id=1@2', true],
  ['https://www.dhl.de@evil.example/', false],
  ['https://www.dhl.de:443@evil.example', false],
  ['https:\\\\www.dhl.de@evil.example', false],
  ['javascript:alert(1)', false],
])('%s may be the address of a parcel: %s', (trackingUrl, expected) => {
  expect(shipOrderSchema.safeParse({ trackingUrl }).success).toBe(expected)
})
