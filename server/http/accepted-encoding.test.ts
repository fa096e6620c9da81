import { expect, it } from 'vitest'
import { acceptedEncoding } from './accepted-encoding'

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['xbr', 'identity'],
  ['br;q=0', 'identity'],
  ['br ; q = 0', 'identity'],
  ['br;q=00, gzip;Q=0', 'identity'],
  ['br;q=0.5, gzip;q=1', 'gzip'],
  ['br;q=0.5, gzip;q=0.5', 'br'],
  ['br;q=nonsense', 'identity'],
  [['br', 'gzip'], 'br'],
] as const)('of %j is %s', (header, encoding) => {
  const given = typeof header === 'object' ? [...header] : header
  expect(acceptedEncoding(given)).toBe(encoding)
  expect(acceptedEncoding(given)).toBe(encoding)
})

it('keeps no more headers than browsers send', () => {
  for (let index = 0; index < 1000; index++) expect(acceptedEncoding(`gzip;q=0.5, made-up-${index}`)).toBe('gzip')
})
