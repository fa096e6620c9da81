import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import type { ProductCard } from '#shared/contracts/catalog'
import { listingCondition } from './listing-filter'
import { presentCard, readCards } from './product-card'

const SHOWN = 8

/** What else sells well in a category, for the page of one of its products. */
export async function relatedProducts(ctx: Context, productId: string, categoryPath: string | undefined): Promise<ProductCard[]> {
  if (categoryPath === undefined) return []
  const others = sql`${listingCondition(ctx, { categoryPath })} and product_id <> ${productId}::uuid`
  const rows = await readCards(ctx, others, sql`sold_count desc, product_id desc`, SHOWN)
  return rows.map(presentCard)
}
