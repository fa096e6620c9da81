import { asc, eq } from 'drizzle-orm'
import { stockLevels, variants } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { stockPromised } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { moveStock } from './stock-movements'

/**
 * Sets what lies on the shelf of every variant of a locked product. Throws `catalog.stock_promised` when buyers have been
 * promised more of one.
 */
export async function setProductStock(ctx: Context, actor: Actor, product: ProductRow, onHand: number): Promise<void> {
  const rows = await ctx.db
    .select({ sku: variants.sku, level: stockLevels })
    .from(stockLevels)
    .innerJoin(variants, eq(variants.id, stockLevels.variantId))
    .where(eq(variants.productId, product.id))
    .orderBy(asc(stockLevels.variantId))
    .for('no key update')
  for (const { sku, level } of rows)
    if (level.tracked && !level.backorder && onHand < level.reserved) throw stockPromised(sku, level.reserved)

  const corrections = rows
    .map(({ level }) => ({ variantId: level.variantId, quantity: onHand - level.onHand }))
    .filter(({ quantity }) => quantity !== 0)
  await moveStock(ctx, 'adjusted', corrections, { kind: 'stock_take', id: null, userId: actor.userId })
}
