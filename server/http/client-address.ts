import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Tells whether an address belongs to one of our proxies. */
export type IsTrusted = (address: string) => boolean

/** Understands single addresses and ranges such as 10.0.0.0/8. */
export function trustedProxies(entries: readonly string[]): IsTrusted {
  if (entries.length === 0) return () => false

  const list = new BlockList()
  for (const entry of entries) {
    const [address, length] = entry.split('/') as [string, string | undefined]
    const family = familyOf(address)
    if (!family) throw new Error(`TRUSTED_PROXIES: ${entry} is not an address`)
    if (length === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(length), family)
  }
  return (address) => {
    const family = familyOf(address)
    return family !== null && list.check(address, family)
  }
}

/**
 * Where a request came from. A forwarded address is believed only as far as trusted proxies vouch for it:
 * read from the right, the first address that is not one of them is the client's.
 */
export function clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>, isTrusted: IsTrusted): string | null {
  const peer = plain(request.socket.remoteAddress)
  if (!peer || !isTrusted(peer)) return peer

  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
  let nearest = peer
  for (const entry of forwarded.reverse()) {
    const address = plain(entry)
    if (!address || isIP(address) === 0) break
    nearest = address
    if (!isTrusted(address)) break
  }
  return nearest
}

/** `::ffff:10.0.0.1` is an IPv4 address seen through an IPv6 socket. */
const plain = (address: string | undefined): string | null => address?.trim().replace(/^::ffff:(?=\d+\.)/i, '') || null

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  if (version === 0) return null
  return version === 4 ? 'ipv4' : 'ipv6'
}
