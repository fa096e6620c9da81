import { describe, expect, it } from 'vitest'
import { clientAddress, trustedProxies } from './client-address'

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as Parameters<
    typeof clientAddress
  >[0]

const behind = trustedProxies(['10.0.0.1', '10.1.0.0/16', 'fd00::1'])

describe('the address of a client', () => {
  it.each([
    ['is the peer without proxies', from('192.0.2.7'), '192.0.2.7'],
    ['is the peer when the peer is not a proxy of ours, whatever it claims', from('192.0.2.7', '198.51.100.1'), '192.0.2.7'],
    ['is what our proxy forwards', from('10.0.0.1', '192.0.2.7'), '192.0.2.7'],
    ['is what our proxy saw, not what the client wrote before it', from('10.0.0.1', '198.51.100.1, 192.0.2.7'), '192.0.2.7'],
    ['is found behind two proxies of ours', from('10.0.0.1', '192.0.2.7, 10.1.2.3'), '192.0.2.7'],
    ['is the outermost proxy when that is all there is', from('10.0.0.1', '10.1.2.3'), '10.1.2.3'],
    ['is the last proxy that spoke sense', from('10.0.0.1', '192.0.2.7, <script>'), '10.0.0.1'],
    ['is the proxy itself when it forwards nothing', from('10.0.0.1'), '10.0.0.1'],
    ['is an IPv4 address also through an IPv6 socket', from('::ffff:10.0.0.1', '::ffff:192.0.2.7'), '192.0.2.7'],
    ['may be of IPv6', from('fd00::1', '2001:db8::7'), '2001:db8::7'],
  ])('%s', (_, request, address) => {
    expect(clientAddress(request, behind)).toBe(address)
  })

  it('refuses a proxy that is not an address', () => {
    expect(() => trustedProxies(['proxy.internal'])).toThrow('TRUSTED_PROXIES: proxy.internal is not an address')
  })
})
