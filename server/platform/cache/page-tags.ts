import type { Context } from '../context'

/** The channel on which nodes tell each other that pages are old. */
export const PAGE_CACHE_CHANNEL = 'page-cache'

export interface PagePurge {
  tags: string[]
}

/** Keeps a message below the bus' limit of 8 kB. */
const TAGS_A_MESSAGE = 50

/** The tags a page may carry: what it shows. */
export const pageTag = {
  /** A product's own page. */
  product: (productId: string) => `product:${productId}`,
  /** A product as a card on another's page, by its address. */
  card: (slug: string) => `card:${slug}`,
  /** Every list of products that is not of a category or a shop alone. */
  products: 'products',
  /** The list of the products in a category and below, by its path. */
  category: (path: string) => `category:${path}`,
  /** Who a shop is: name, policies, rating, holiday. Its own page shows it, and each of its products'. */
  shop: (shopId: string) => `shop:${shopId}`,
  /** The list of a shop's products. */
  shopProducts: (shopId: string) => `shop-products:${shopId}`,
  /** The tree of categories, which every page's menu shows. */
  categories: 'categories',
  home: 'home',
  /** How prices are shown: with tax or without, and by which rates. Every page with a price has it. */
  prices: 'prices',
  /** Name, currency and look of the marketplace. */
  site: 'site',
} as const

/**
 * Makes every page with one of these tags old, once the running transaction has committed: first where the nodes share them,
 * then in each node. Neither waits for the other, so that both have gone out before anything else that is announced.
 */
export async function purgeTags(ctx: Pick<Context, 'bus' | 'cache' | 'afterCommit'>, tags: readonly string[]): Promise<void> {
  const distinct = [...new Set(tags)]
  for (let start = 0; start < distinct.length; start += TAGS_A_MESSAGE) {
    const message: PagePurge = { tags: distinct.slice(start, start + TAGS_A_MESSAGE) }
    const announce = () => Promise.all([ctx.cache.purge(message.tags), ctx.bus.publish(PAGE_CACHE_CHANNEL, message)])
    if (ctx.afterCommit) ctx.afterCommit(announce)
    else await announce()
  }
}
