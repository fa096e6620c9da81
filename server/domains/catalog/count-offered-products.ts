import { and, eq, inArray } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Context } from '#server/platform/context'

/** How many products of a shop are on sale, or ready to be once somebody has looked at them. */
export const countOfferedProducts = (ctx: Context, shopId: string): Promise<number> =>
  ctx.db.$count(products, and(eq(products.shopId, shopId), inArray(products.status, ['in_review', 'live'])))
