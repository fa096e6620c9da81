import { eq, sql } from 'drizzle-orm'
import { priceHistory, products, variants } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { changePriceSchema, type ChangePrice } from '#shared/contracts/catalog'
import { lockOwnVariant, type VariantRow } from './catalog-locks'

/** Sets what a variant costs and remembers since when. Carts show the new price; orders keep theirs. */
export function changePrice(ctx: Context, actor: Actor, variantId: string, input: ChangePrice): Promise<VariantRow> {
  const price = changePriceSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const variant = await lockOwnVariant(ctx, actor, variantId)
    if (variant.priceMinor === price.priceMinor && variant.compareAtMinor === price.compareAtMinor) return variant

    const [changed] = await ctx.db.update(variants).set(price).where(eq(variants.id, variantId)).returning()
    await ctx.db.insert(priceHistory).values({ id: ctx.newId(), variantId, ...price, since: ctx.now })
    await ctx.db
      .update(products)
      .set({ version: sql`${products.version} + 1`, updatedAt: ctx.now })
      .where(eq(products.id, variant.productId))

    await ctx.queue.publish(ctx.db, 'product.changed', { productId: variant.productId })
    return changed!
  })
}
