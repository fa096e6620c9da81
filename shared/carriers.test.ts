import { expect, it } from 'vitest'
import { CARRIER_NAMES, trackingAddress } from './carriers'

it('knows where a parcel of a carrier is followed', () => {
  expect(trackingAddress('dhl ', '0034 0434 1610')).toBe(
    'https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode=003404341610',
  )
  for (const name of CARRIER_NAMES) expect(new URL(trackingAddress(name, 'A/1?b')!).href).toContain('A%2F1%3Fb')
})

it('knows nothing without a number, or of another carrier', () => {
  expect(trackingAddress('DHL', ' ')).toBe(null)
  expect(trackingAddress('Pigeon', '7')).toBe(null)
})
