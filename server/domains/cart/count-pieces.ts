import { and, eq, isNull, sql } from 'drizzle-orm'
import { cartLines, carts } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cartOwner, ownedBy } from './cart-owner'

/** How many things lie in the actor's cart; no query for a visitor who never had one. */
export async function countPieces(ctx: Context, actor: Actor): Promise<number> {
  const owner = cartOwner(actor)
  if (!owner) return 0
  const [row] = await ctx.db
    .select({ pieces: sql<number>`coalesce(sum(${cartLines.quantity}), 0)::int` })
    .from(carts)
    .innerJoin(cartLines, and(eq(cartLines.cartId, carts.id), isNull(cartLines.savedAt)))
    .where(ownedBy(owner))
  return row!.pieces
}
