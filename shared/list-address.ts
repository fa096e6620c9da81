/**
 * The parts of a list page's query that change what it shows: its order, its price band, whether only what is in
 * stock, and where it goes on. The page reads these and no others; the page cache keeps one page for each.
 */
export const LIST_QUERY_KEYS = ['sort', 'price', 'stock', 'cursor'] as const
export type ListQueryKey = (typeof LIST_QUERY_KEYS)[number]

/** How a list may be ordered; the first is the order it has by itself. */
export const PRODUCT_SORTS = ['relevance', 'popular', 'newest', 'price_asc', 'price_desc', 'rating'] as const
export type ProductSort = (typeof PRODUCT_SORTS)[number]

/** The parts that make one of many views of the same list. Search engines are asked to leave those alone. */
export const NARROWING_QUERY_KEYS = ['sort', 'price', 'stock'] as const satisfies readonly ListQueryKey[]

/** The part of a product page's query that chooses the variant, by its SKU. */
export const VARIANT_QUERY_KEY = 'variant'
