/** How a list may be ordered; the first is the order it has by itself. */
export const PRODUCT_SORTS = ['relevance', 'popular', 'newest', 'price_asc', 'price_desc', 'rating'] as const
export type ProductSort = (typeof PRODUCT_SORTS)[number]

/** The parts that make one of many views of the same list, in the one order in which addresses have them. Search engines are asked to leave those alone. */
export const NARROWING_QUERY_KEYS = ['category', 'price', 'rating', 'seller', 'inStock', 'shipsTo', 'attribute', 'sort'] as const

/** The parts of a list page's query that change what it shows. The page reads these and no others; the page cache keeps one page for each. */
export const LIST_QUERY_KEYS = [...NARROWING_QUERY_KEYS, 'cursor'] as const
export type ListQueryKey = (typeof LIST_QUERY_KEYS)[number]

/** The part of a product page's query that chooses the variant, by its SKU. */
export const VARIANT_QUERY_KEY = 'variant'

/** What the address of a list asks for. What is not understood is as good as not said. */
export interface ListView {
  category?: string
  /** In minor units, both ends included; the last range has none. */
  price?: { from: number; to?: number }
  /** So many stars at least. */
  rating?: number
  seller: string[]
  inStock: boolean
  shipsTo?: string
  /** `material=Oak` */
  attribute: string[]
  sort?: ProductSort
  cursor?: string
}

const SEVERAL_AT_MOST = 30

/** Reads a query as routers give it: a text, several of them, or nothing. */
export function readListView(query: Record<string, unknown>): ListView {
  const all = (key: ListQueryKey) => [query[key]].flat().filter((value): value is string => typeof value === 'string' && value !== '')
  /** What is said twice means nothing. */
  const one = (key: ListQueryKey, pattern: RegExp) => {
    const [value, ...more] = all(key)
    return value !== undefined && more.length === 0 && pattern.test(value) ? value : undefined
  }
  const several = (key: ListQueryKey, pattern: RegExp) =>
    [...new Set(all(key).filter((value) => pattern.test(value)))].sort().slice(0, SEVERAL_AT_MOST)

  const rating = one('rating', /^[1-5]$/)
  return {
    category: one('category', /^(?=.{1,300}$)[a-z0-9-]+(?:\/[a-z0-9-]+)*$/),
    price: readPrice(one('price', /^\d{1,11}-\d{0,11}$/)),
    rating: rating === undefined ? undefined : Number(rating),
    seller: several('seller', /^[a-z0-9-]{1,120}$/),
    inStock: one('inStock', /^true$/) !== undefined,
    shipsTo: one('shipsTo', /^[A-Z]{2}$/),
    attribute: several('attribute', /^[^=]{1,60}=.{1,300}$/s),
    sort: PRODUCT_SORTS.find((known) => known === one('sort', /./)),
    cursor: one('cursor', /./),
  }
}

function readPrice(range: string | undefined): ListView['price'] {
  if (range === undefined) return undefined
  const [from = '', to = ''] = range.split('-')
  const price = { from: Number(from), ...(to && { to: Number(to) }) }
  return price.to === undefined || price.to >= price.from ? price : undefined
}

const priceText = ({ from, to }: NonNullable<ListView['price']>) => `${from}-${to ?? ''}`

/** The query of an address, always in the same order. */
export function writeListView({ price, rating, inStock, ...view }: ListView): Record<string, string | string[]> {
  const said: Partial<Record<ListQueryKey, string | string[]>> = {
    ...view,
    price: price && priceText(price),
    rating: rating?.toString(),
    inStock: inStock ? 'true' : undefined,
  }
  return Object.fromEntries(LIST_QUERY_KEYS.flatMap((key) => (said[key]?.length ? [[key, said[key]]] : [])))
}

/** Whether it is less, or in another order, than the whole list. */
export const isNarrowed = (view: ListView): boolean => Object.keys(writeListView({ ...view, cursor: undefined })).length > 0

/** What the API is asked for it. */
export const listQueryOf = ({ price, inStock, ...view }: ListView) => ({
  ...view,
  inStock: inStock ? 'true' : undefined,
  minPriceMinor: price?.from || undefined,
  maxPriceMinor: price?.to,
})
