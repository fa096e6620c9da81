import type { Context } from '../context'

/** The bus channel on which nodes hear what their cached pages must no longer show. */
export const PAGE_CACHE_CHANNEL = 'page-cache'
export interface PageCacheMessage {
  tags: string[]
}

/** Below the bus' limit of 8 kB a message, with room for long tags. */
const TAGS_A_MESSAGE = 50

/** What cached pages show, by name. A page is tagged with each that it shows. */
export const pageTag = {
  /** A product's own page. */
  product: (productId: string) => `product:${productId}`,
  /** The list of products in a category, by its path; also those above it. */
  category: (path: string) => `category:${path}`,
  /** Who a shop is: name, policies, holiday. Shown by its own page and by each of its products'. */
  shop: (shopId: string) => `shop:${shopId}`,
  /** The list of a shop's products. */
  shopProducts: (shopId: string) => `shop-products:${shopId}`,
  /** The tree of categories, which every page's menu shows. */
  categories: 'categories',
  home: 'home',
}

/** Tells every node, after the commit, that pages which show one of these are out of date. */
export function announceChange(ctx: Context, tags: readonly string[]): void {
  const distinct = [...new Set(tags)]
  for (let start = 0; start < distinct.length; start += TAGS_A_MESSAGE) {
    const message: PageCacheMessage = { tags: distinct.slice(start, start + TAGS_A_MESSAGE) }
    const announce = () => ctx.bus.publish(PAGE_CACHE_CHANNEL, message)
    if (ctx.afterCommit) ctx.afterCommit(announce)
    else void announce()
  }
}
