import { eq, sql, type SQL } from 'drizzle-orm'
import { carts } from '#db/schema'
import type { Actor } from '#server/platform/actor'

/** Whose cart it is: exactly one of the two is set. */
export type CartOwner = { userId: string; guestKey: null } | { userId: null; guestKey: string }

/** Null for a visitor who never put anything into a cart. */
export function cartOwner(actor: Actor): CartOwner | null {
  if (actor.userId) return { userId: actor.userId, guestKey: null }
  return actor.guestKey ? { userId: null, guestKey: actor.guestKey } : null
}

export const ownedBy = (owner: CartOwner): SQL =>
  owner.userId !== null ? eq(carts.userId, owner.userId) : eq(carts.guestKey, owner.guestKey)

/** What a unique cart conflicts on when it is written again. */
export const ownerColumn = (owner: CartOwner) => (owner.userId !== null ? carts.userId : carts.guestKey)

/** Nobody's cart: the condition for an actor without one. */
export const nobody = sql`false`
