import { isIPv6 } from 'node:net'

const GROUPS = 8
const GROUPS_OF_A_NETWORK = 4

/**
 * Whom an address counts as for a limit. One home or rented server has a whole IPv6 network of 2^64 addresses (RFC 6177),
 * so all of these count as one; an IPv4 address stands for itself.
 */
export function networkOf(address: string | null | undefined): string {
  if (!address) return 'unknown'
  if (!isIPv6(address)) return address

  const [front, back] = address
    .split('%', 1)[0]!
    .split('::')
    .map((half) => half.split(':').filter(Boolean))
  // A tail such as 192.0.2.1 stands for two groups; the network is before it.
  const length = (back ?? []).length + (address.includes('.') ? 1 : 0)
  const groups = [...front!, ...Array<string>(back ? GROUPS - front!.length - length : 0).fill('0'), ...(back ?? [])]
  const network = groups.slice(0, GROUPS_OF_A_NETWORK).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
