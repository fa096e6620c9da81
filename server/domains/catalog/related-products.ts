import { and, arrayContains, desc, ne } from 'drizzle-orm'
import { listings } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ProductCard } from '#shared/contracts/catalog'
import { isOpen } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

const SHOWN = 8

/** What else sells well in a category, for the page of one of its products. */
export async function relatedProducts(ctx: Context, productId: string, categoryPath: string | undefined): Promise<ProductCard[]> {
  if (categoryPath === undefined) return []
  const rows: CardRow[] = await ctx.db
    .select(cardColumns)
    .from(listings)
    .where(and(isOpen(ctx), arrayContains(listings.categoryPaths, [categoryPath]), ne(listings.productId, productId)))
    .orderBy(desc(listings.soldCount), desc(listings.productId))
    .limit(SHOWN)
  return rows.map(presentCard)
}
