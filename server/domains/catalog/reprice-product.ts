import { asc, eq, sql } from 'drizzle-orm'
import { priceHistory, products, variants } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { BulkChange } from '#shared/contracts/product-lifecycle'
import { MOST_MINOR, share, sum } from '#shared/money'
import { priceNotPositive, priceTooHigh } from './catalog-errors'
import type { ProductRow, VariantRow } from './catalog-locks'

const BPS_A_PERCENT = 100

type PriceChange = Extract<BulkChange, { kind: 'set_price' | 'change_price_by_percent' | 'change_price_by_amount' }>

/**
 * Changes what every variant of a locked product costs. An earlier price that is not above the new one says nothing any
 * more and goes. Throws `catalog.price_not_positive` and `catalog.price_too_high`.
 */
export function repriceProduct(ctx: Context, product: ProductRow, change: PriceChange): Promise<void> {
  return rewritePrices(ctx, product, ({ sku, priceMinor: before, compareAtMinor }) => {
    const priceMinor = priceAfter(before, change)
    // Nobody gives things away by a percentage.
    if (change.kind !== 'set_price' && priceMinor <= 0) throw priceNotPositive(sku)
    if (priceMinor > MOST_MINOR) throw priceTooHigh(sku)
    return { priceMinor, compareAtMinor: compareAtMinor !== null && compareAtMinor > priceMinor ? compareAtMinor : null }
  })
}

/** Ends the reduction of every variant of a locked product; what they cost stays. */
export const clearCompareAt = (ctx: Context, product: ProductRow): Promise<void> =>
  rewritePrices(ctx, product, ({ priceMinor }) => ({ priceMinor, compareAtMinor: null }))

function priceAfter(before: number, change: PriceChange): number {
  if (change.kind === 'set_price') return change.priceMinor
  if (change.kind === 'change_price_by_amount') return sum([before, change.amountMinor])
  return share(before, (100 + change.percent) * BPS_A_PERCENT)
}

type Price = Pick<VariantRow, 'priceMinor' | 'compareAtMinor'>

async function rewritePrices(ctx: Context, product: ProductRow, priceOf: (variant: VariantRow) => Price): Promise<void> {
  const rows = await ctx.db.select().from(variants).where(eq(variants.productId, product.id)).orderBy(asc(variants.id)).for('no key update')
  const changed = rows
    .map((row) => ({ row, price: priceOf(row) }))
    .filter(({ row, price }) => row.priceMinor !== price.priceMinor || row.compareAtMinor !== price.compareAtMinor)
  if (changed.length === 0) return

  for (const { row, price } of changed) await ctx.db.update(variants).set(price).where(eq(variants.id, row.id))
  await ctx.db
    .insert(priceHistory)
    .values(changed.map(({ row, price }) => ({ id: ctx.newId(), variantId: row.id, ...price, since: ctx.now })))
  await ctx.db
    .update(products)
    .set({ version: sql`${products.version} + 1`, updatedAt: ctx.now })
    .where(eq(products.id, product.id))

  await ctx.queue.publish(ctx.db, 'product.changed', { productId: product.id })
}
