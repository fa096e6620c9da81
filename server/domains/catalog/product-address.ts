import { and, eq, inArray } from 'drizzle-orm'
import { products, slugHistory } from '#db/schema'
import type { Context } from '#server/platform/context'
import { slugify } from '#shared/slugs'

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
