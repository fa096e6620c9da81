import { expect, it } from 'vitest'
import { postalAddressSchema } from './address'
import { lineSchema, textSchema } from './common'
import { makeRoomSchema } from './rooms'
import { personNameSchema } from './accounts'
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

it.each(['one\ntwo', 'bell\u0007', 'one\u2028two', 'one\u0085two', 'A\u202elice', '\u2067Bob\u2069 or not'])(
  '%j is no single line',
  (written) => {
    for (const schema of [lineSchema, personNameSchema, makeRoomSchema.shape.name]) expect(schema.safeParse(written).success).toBe(false)
  },
)
it.each(['Olga', 'Zoë 👩‍🚀', 'قدح', 'می\u200cخواهم'])('%j is a single line', (written) => {
  for (const schema of [lineSchema, personNameSchema, makeRoomSchema.shape.name]) expect(schema.parse(written)).toBe(written)
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
