import { eq, sql, type SQL } from 'drizzle-orm'
import type { Database } from '#db/client'
import { carts } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { builtOnce, type Built } from '#server/platform/database/built-once'

/** Whose cart it is: exactly one of the two is set. */
export type CartOwner = { userId: string; guestKey: null } | { userId: null; guestKey: string }

/** Null for a visitor who never put anything into a cart. */
export function cartOwner(actor: Actor): CartOwner | null {
  if (actor.userId) return { userId: actor.userId, guestKey: null }
  return actor.guestKey ? { userId: null, guestKey: actor.guestKey } : null
}

export const ownedBy = (owner: CartOwner): SQL =>
  owner.userId !== null ? eq(carts.userId, owner.userId) : eq(carts.guestKey, owner.guestKey)

export type OwnerKind = 'user' | 'guest'
/** The user's id or the guest's key, in a query that is built once. */
export const theOwner = sql.placeholder('owner')
export const ownedByKind = (kind: OwnerKind): SQL => eq(kind === 'user' ? carts.userId : carts.guestKey, theOwner)

/** A query for what users have in their carts and one for what guests have, each built once. */
export function builtForOwners<Rows>(build: (db: Database, kind: OwnerKind) => Built<Rows>) {
  const ofUser = builtOnce<Record<string, unknown>>()((db) => build(db, 'user'))
  const ofGuest = builtOnce<Record<string, unknown>>()((db) => build(db, 'guest'))
  return (ctx: Context, { userId, guestKey }: CartOwner, values: Record<string, unknown> = {}): Promise<Rows> =>
    userId !== null ? ofUser(ctx, { ...values, owner: userId }) : ofGuest(ctx, { ...values, owner: guestKey })
}

/** What a unique cart conflicts on when it is written again. */
export const ownerColumn = (owner: CartOwner) => (owner.userId !== null ? carts.userId : carts.guestKey)

/** Nobody's cart: the condition for an actor without one. */
export const nobody = sql`false`
