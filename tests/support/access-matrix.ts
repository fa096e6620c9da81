import type { Access, RouteContract } from '#server/http/define-route'

/** The people of the matrix. What a route is about belongs to `shopper`, or to the shop that `seller` owns. */
export const PEOPLE = ['visitor', 'shopper', 'otherShopper', 'seller', 'otherSeller', 'moderator', 'admin'] as const
export type Person = (typeof PEOPLE)[number]

/** 2xx, 401, 403 and 404: another person's thing is not found. */
export type Verdict = 'allowed' | 'sign in' | 'refused' | 'not found'
export type Row = Record<Person, Verdict>

const everyone = (verdict: Verdict): Row => Object.fromEntries(PEOPLE.map((person) => [person, verdict])) as Row

/** What a route's `access` says by itself; a seller's route is about the shop of `seller`. */
const BY_ACCESS: Record<Access, Row> = {
  public: everyone('allowed'),
  user: { ...everyone('allowed'), visitor: 'sign in' },
  seller: { ...everyone('not found'), visitor: 'sign in', seller: 'allowed' },
  moderator: { ...everyone('refused'), visitor: 'sign in', moderator: 'allowed', admin: 'allowed' },
  admin: { ...everyone('refused'), visitor: 'sign in', admin: 'allowed' },
}

const hiddenFromAllBut = (...owners: Person[]): Partial<Row> =>
  Object.fromEntries(PEOPLE.filter((person) => !owners.includes(person)).map((person) => [person, 'not found']))

/** For some people only, though the route asks for nothing but a session: the others are told that it is not for them. */
const onlyFor = (...people: Person[]): Partial<Row> =>
  Object.fromEntries(PEOPLE.filter((person) => person !== 'visitor' && !people.includes(person)).map((person) => [person, 'refused']))

/**
 * Routes about somebody's own thing, and for whom it exists. To take a line out of the cart and to end a session are
 * granted to everyone, and do nothing to what is another's: such a request says what shall be, not what is.
 */
const OWNED: Record<string, Partial<Row>> = {
  'DELETE /api/accounts/addresses/{addressId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PUT /api/accounts/addresses/{addressId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/accounts/addresses/{addressId}/default': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/accounts/api-keys/{keyId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PATCH /api/accounts/passkeys/{passkeyId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/accounts/passkeys/{passkeyId}/remove': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/accounts/two-factor': onlyFor('moderator', 'admin'),
  // For moderators and admins the second factor is part of their role: set up at first, and never off.
  'POST /api/accounts/two-factor/on': onlyFor('shopper', 'otherShopper', 'seller', 'otherSeller'),
  'POST /api/accounts/two-factor/off': onlyFor('shopper', 'otherShopper', 'seller', 'otherSeller'),
  'PATCH /api/cart/lines/{lineId}': hiddenFromAllBut('shopper'),
  'PUT /api/cart/lines/{lineId}/saved': hiddenFromAllBut('shopper'),
  'DELETE /api/cart/lines/{lineId}/saved': hiddenFromAllBut('shopper'),
  'GET /api/checkouts/{checkoutId}': hiddenFromAllBut('shopper'),
  'POST /api/checkouts/{checkoutId}/authenticate/test': hiddenFromAllBut('shopper'),
  'POST /api/checkouts/{checkoutId}/cancel': hiddenFromAllBut('shopper'),
  'POST /api/checkouts/{checkoutId}/finalize': hiddenFromAllBut('shopper'),
  'POST /api/checkouts/{checkoutId}/pay/test': hiddenFromAllBut('shopper'),
  'POST /api/conversations': { visitor: 'sign in' },
  'GET /api/conversations/presence': { visitor: 'sign in' },
  'GET /api/conversations/search': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/conversations/{conversationId}/export': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/conversations/{conversationId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/conversations/{conversationId}/messages': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/conversations/{conversationId}/messages/around': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/messages': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PATCH /api/conversations/{conversationId}/messages/{seq}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/conversations/{conversationId}/messages/{seq}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/attachments': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PUT /api/conversations/{conversationId}/block': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/conversations/{conversationId}/block': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/messages/{seq}/report': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/read': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/conversations/{conversationId}/offers/choices': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/offers': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/conversations/{conversationId}/offers/{offerId}/answer': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PUT /api/conversations/{conversationId}/offers/{offerId}/cart': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PATCH /api/rooms/{roomId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/rooms/{roomId}/close': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/rooms/{roomId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PATCH /api/rooms/{roomId}/membership': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/rooms/{roomId}/membership': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/rooms/{roomId}/members': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PATCH /api/rooms/{roomId}/members/{userId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/rooms/{roomId}/members/{userId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/rooms/{roomId}/bans': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PUT /api/rooms/{roomId}/bans/{userId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/rooms/{roomId}/bans/{userId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'GET /api/rooms/{roomId}/invitation': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'PUT /api/rooms/{roomId}/invitation': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'DELETE /api/rooms/{roomId}/invitation': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  // Whoever holds the mailed link knows of the invitation, so they are told that it went to somebody else.
  'GET /api/invitations/{token}': onlyFor('shopper'),
  'POST /api/invitations/{token}/accept': onlyFor('shopper'),
  'GET /api/orders/{number}': hiddenFromAllBut('shopper', 'admin'),
  'GET /api/orders/{number}/documents/{documentId}': hiddenFromAllBut('shopper', 'admin'),
  'POST /api/orders/{number}/shipments/{shipmentId}/arrived': hiddenFromAllBut('shopper'),
  'POST /api/orders/{number}/cancel': hiddenFromAllBut('shopper'),
  'POST /api/orders/{number}/return-photos': hiddenFromAllBut('shopper'),
  'POST /api/orders/{number}/returns': hiddenFromAllBut('shopper'),
  'POST /api/orders/{number}/returns/{returnId}/sent': hiddenFromAllBut('shopper'),
  'POST /api/orders/{number}/returns/{returnId}/withdraw': hiddenFromAllBut('shopper'),
  'GET /api/privacy/exports/{exportId}': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
  'POST /api/reviews': { ...hiddenFromAllBut('shopper'), visitor: 'sign in' },
}

interface DocumentedRoute {
  method: string
  path: string
  contract: RouteContract
}

export const nameOf = ({ method, path }: Pick<DocumentedRoute, 'method' | 'path'>): string => `${method.toUpperCase()} ${path}`

/** For every route what each person is answered, in the order of the addresses. */
export function accessMatrix(routes: readonly DocumentedRoute[]): Record<string, Row> {
  const rows = routes.map((route) => [nameOf(route), { ...BY_ACCESS[route.contract.access], ...OWNED[nameOf(route)] }] as const)
  return Object.fromEntries(rows)
}

/** Rows of the hand-written table whose route is gone. */
export const withoutRoute = (routes: readonly DocumentedRoute[]): string[] => {
  const names = new Set(routes.map(nameOf))
  return Object.keys(OWNED).filter((name) => !names.has(name))
}
