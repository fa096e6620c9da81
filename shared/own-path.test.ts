import { expect, it } from 'vitest'
import { ownPath } from './own-path'

it.each(['/', '/account', '/orders/S-1?from=mail#parcels', '/de/cart', '/search?q=%2F%2Fevil'])('goes on to %j', (path) => {
  expect(ownPath(path, '/fallback')).toBe(path)
})

it.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  'account',
  '',
  undefined,
  ['/account', '/cart'],
])('does not go on to %j', (path) => {
  expect(ownPath(path, '/fallback')).toBe('/fallback')
})
