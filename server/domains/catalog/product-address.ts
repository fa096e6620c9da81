import { and, eq, inArray } from 'drizzle-orm'
import { products, slugHistory } from '#db/schema'
import type { Context } from '#server/platform/context'
import { slugify } from '#shared/slugs'
import { productSlugTaken } from './catalog-errors'
import type { ProductRow } from './catalog-locks'

const FALLBACK = 'product'

/** Free addresses for a new product, the finest first: of its title, then with an ending that is its own. */
export async function freeAddresses(ctx: Context, productId: string, title: string, wished?: string): Promise<string[]> {
  const made = slugify(title) || FALLBACK
  const wanted = wished ? [wished] : [made, `${made}-${productId.slice(-6)}`]
  const taken = new Set([
    ...(await ctx.db.select({ slug: products.slug }).from(products).where(inArray(products.slug, wanted))).map(({ slug }) => slug),
    ...(await pastAddresses(ctx, wanted)).map(({ slug }) => slug),
  ])
  return wanted.filter((slug) => !taken.has(slug))
}

/** Those of the addresses that once were a product's, with whose. */
export const pastAddresses = (ctx: Context, slugs: readonly string[]) =>
  ctx.db
    .select({ slug: slugHistory.slug, productId: slugHistory.targetId })
    .from(slugHistory)
    .where(and(eq(slugHistory.kind, 'product'), inArray(slugHistory.slug, [...slugs])))

/**
 * Makes room for another address of a locked product, whose row is then for the caller to change; the old one leads on
 * once shoppers may have seen it. Throws `catalog.slug_taken` when it is another product's of the past.
 */
export async function leaveAddress(ctx: Context, product: ProductRow, slug: string): Promise<void> {
  if (slug === product.slug) return
  const [past] = await pastAddresses(ctx, [slug])
  if (past && past.productId !== product.id) throw productSlugTaken(slug)

  if (past) await ctx.db.delete(slugHistory).where(and(eq(slugHistory.kind, 'product'), eq(slugHistory.slug, slug)))
  if (product.publishedAt)
    await ctx.db.insert(slugHistory).values({ kind: 'product', slug: product.slug, targetId: product.id, createdAt: ctx.now })
}
