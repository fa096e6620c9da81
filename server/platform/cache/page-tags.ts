import type { Context } from '../context'

/** The channel on which nodes tell each other that pages are old. */
export const PAGE_CACHE_CHANNEL = 'page-cache'

export interface PagePurge {
  tags: string[]
}

/** The tags a page may carry: what it shows. */
export const pageTag = {
  product: (productId: string) => `product:${productId}`,
  category: (categoryId: string) => `category:${categoryId}`,
  shop: (shopId: string) => `shop:${shopId}`,
  /** Lists of the whole marketplace: the home page, the category tree. */
  catalog: 'catalog',
  /** Name, currency and look of the marketplace. */
  site: 'site',
} as const

/** Tells every node that pages with one of these tags are old, once the running transaction has committed. */
export async function purgeTags(ctx: Pick<Context, 'bus' | 'afterCommit'>, tags: readonly string[]): Promise<void> {
  if (tags.length === 0) return
  const announce = () => ctx.bus.publish(PAGE_CACHE_CHANNEL, { tags: [...new Set(tags)] } satisfies PagePurge)
  if (ctx.afterCommit) ctx.afterCommit(announce)
  else await announce()
}
