import type { ApiScope } from '#shared/contracts/api-access'

/** What an API key must be allowed for a route. `open`: nothing, since everybody may; `closed`: no key opens it. */
export type RouteScope = ApiScope | 'open' | 'closed'

const PUBLIC = { read: 'open', write: 'closed' } as const
const CLOSED = { read: 'closed', write: 'closed' } as const

/** By the first word of the address; a route that differs names its own in its contract. */
export const SCOPES_OF_SECTIONS: Record<string, { read: RouteScope; write: RouteScope }> = {
  // Whoever holds a key must not be able to take the account over with it.
  accounts: CLOSED,
  admin: CLOSED,
  auth: CLOSED,
  cart: { read: 'cart:read', write: 'cart:write' },
  categories: PUBLIC,
  conversations: CLOSED,
  checkouts: { read: 'orders:read', write: 'orders:write' },
  home: PUBLIC,
  'openapi.json': PUBLIC,
  invitations: CLOSED,
  notifications: { read: 'account:read', write: 'closed' },
  orders: { read: 'orders:read', write: 'orders:write' },
  privacy: CLOSED,
  'product-cards': PUBLIC,
  products: PUBLIC,
  reviews: { read: 'open', write: 'reviews:write' },
  'room-invitations': CLOSED,
  rooms: CLOSED,
  search: PUBLIC,
  seller: { read: 'shop:read', write: 'shop:write' },
  session: { read: 'account:read', write: 'closed' },
  'shop-slugs': CLOSED,
  shops: PUBLIC,
  site: PUBLIC,
}

export const sectionOf = (path: string): string => path.split('/')[2] ?? ''

export function scopeOf(route: { path: string; method: string; contract: { scope?: RouteScope } }): RouteScope {
  if (route.contract.scope) return route.contract.scope
  const section = sectionOf(route.path)
  if (!Object.hasOwn(SCOPES_OF_SECTIONS, section)) return 'closed'
  return SCOPES_OF_SECTIONS[section]![/^(?:get|head)$/i.test(route.method) ? 'read' : 'write']
}
