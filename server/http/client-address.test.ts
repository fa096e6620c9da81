import type { H3Event } from 'h3'
import { expect, it } from 'vitest'
import { clientAddress } from './client-address'

const from = (peer: string | undefined, forwarded?: string) =>
  ({ node: { req: { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } } } }) as unknown as H3Event
const behind = (...proxies: string[]) => ({ TRUSTED_PROXIES: proxies })

it.each([
  ['without proxies, the peer', from('203.0.113.9'), behind(), '203.0.113.9'],
  ['a forwarded address that nobody vouches for counts for nothing', from('203.0.113.9', '10.9.9.9'), behind(), '203.0.113.9'],
  ['nor does one sent past the proxy', from('203.0.113.9', '10.9.9.9'), behind('127.0.0.1'), '203.0.113.9'],
  ['behind a proxy, what the proxy says', from('127.0.0.1', '203.0.113.9'), behind('127.0.0.1'), '203.0.113.9'],
  ['what the client made up stands further left', from('127.0.0.1', '10.9.9.9, 203.0.113.9'), behind('127.0.0.1'), '203.0.113.9'],
  ['a chain of proxies', from('127.0.0.1', '203.0.113.9, 10.0.0.2'), behind('127.0.0.1', '10.0.0.2'), '203.0.113.9'],
  ['a proxy that says nothing', from('127.0.0.1'), behind('127.0.0.1'), '127.0.0.1'],
  ['an IPv4 address in IPv6 clothes', from('::ffff:127.0.0.1', '203.0.113.9'), behind('127.0.0.1'), '203.0.113.9'],
  ['no peer at all', from(undefined), behind(), null],
])('%s', (_name, event, config, address) => {
  expect(clientAddress(event, config)).toBe(address)
})
