import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { stockMovements, users, variants } from '#db/schema'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { StockMovementPage, StockMovementQuery } from '#shared/contracts/inventory'
import { variantNotFound } from './catalog-errors'

/** Why the counters of a variant changed, the newest first, with who did it; for the members of its shop. */
export async function listStockMovements(
  ctx: Context,
  actor: Actor,
  { shopId, variantId }: { shopId: string; variantId: string },
  query: StockMovementQuery,
): Promise<StockMovementPage> {
  const [variant] = await ctx.db.select({ shopId: variants.shopId }).from(variants).where(eq(variants.id, variantId))
  if (variant?.shopId !== shopId || !(await roleInShop(ctx, actor, shopId))) throw variantNotFound()
  const last = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null

  const rows = await ctx.db
    .select({ movement: stockMovements, by: users.name })
    .from(stockMovements)
    .leftJoin(users, eq(users.id, stockMovements.userId))
    .where(
      and(
        eq(stockMovements.variantId, variantId),
        last ? sql`(${stockMovements.createdAt}, ${stockMovements.id}) < (${last[0]}::timestamptz, ${last[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(stockMovements.createdAt), desc(stockMovements.id))
    .limit(query.limit + 1)

  const { items, nextCursor } = cutPage(rows, query.limit, ({ movement }) => [movement.createdAt.toISOString(), movement.id])
  return {
    items: items.map(({ movement: { id, kind, onHandDelta, reservedDelta, quantity, reason, createdAt }, by }) => {
      return { id, kind, onHandDelta, reservedDelta, quantity, by, reason, at: createdAt.toISOString() }
    }),
    nextCursor,
  }
}
