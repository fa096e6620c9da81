import { getRequestHeader, type H3Event } from 'h3'
import type { Config } from '#server/platform/config/config'

/**
 * Where the request came from. A forwarded address is believed only as far as trusted proxies vouch for it:
 * read from the right, the first address that is not one of them is the client's.
 */
export function clientAddress(event: H3Event, config: Pick<Config, 'TRUSTED_PROXIES'>): string | null {
  const peer = plain(event.node.req.socket.remoteAddress)
  const trusted = new Set(config.TRUSTED_PROXIES.map(plain))
  if (!peer || !trusted.has(peer)) return peer

  const forwarded = (getRequestHeader(event, 'x-forwarded-for') ?? '').split(',').map(plain)
  return forwarded.reverse().find((address) => address && !trusted.has(address)) ?? peer
}

/** `::ffff:10.0.0.1` is an IPv4 address seen through an IPv6 socket. */
const plain = (address: string | undefined): string | null => address?.trim().replace(/^::ffff:(?=\d+\.)/i, '') || null
