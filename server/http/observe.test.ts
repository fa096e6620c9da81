import { expect, it } from 'vitest'
import { pagePattern } from './observe'

it.each([
  ['/', '/'],
  ['/de', '/'],
  ['/orders/SK-1042', '/orders/**'],
  ['/de/seller/orders/1', '/seller/**'],
  ['/cart', '/cart'],
  ['/_nuxt/entry.123.js', '/_nuxt/**'],
  ['/wp-login.php', 'other'],
  ['/reset/very-secret-token', 'other'],
])('%s is counted as %s', (path, pattern) => expect(pagePattern(path)).toBe(pattern))
