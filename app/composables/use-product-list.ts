import type { CountedProductPage } from '#shared/contracts/catalog'
import { PRODUCT_SORTS, type ListQueryKey } from '#shared/list-address'

/** Bounds of price, in major units of the currency, that a list offers to narrow it to. */
export const PRICE_BANDS = [
  { key: '0-25', from: 0, to: 25 },
  { key: '25-50', from: 25, to: 50 },
  { key: '50-100', from: 50, to: 100 },
  { key: '100-', from: 100, to: undefined },
] as const

const MINOR_UNITS_A_MAJOR = 100

/**
 * How a list of products is narrowed and ordered, read from the page's address: `sort`, `price`, `stock` and `cursor`.
 * What is not understood is as good as not said. `query` is what the API is asked; `narrowed` says that this is one of many
 * views of the same list.
 */
export function useProductList() {
  const route = useRoute()
  const one = (key: ListQueryKey) => {
    const value = route.query[key]
    return typeof value === 'string' && value ? value : undefined
  }

  const sort = computed(() => PRODUCT_SORTS.find((known) => known === one('sort')))
  const band = computed(() => PRICE_BANDS.find(({ key }) => key === one('price')))
  const inStock = computed(() => one('stock') === '1')
  const cursor = computed(() => one('cursor'))

  const query = computed(() => ({
    sort: sort.value,
    inStock: inStock.value ? 'true' : undefined,
    minPriceMinor: band.value?.from ? band.value.from * MINOR_UNITS_A_MAJOR : undefined,
    maxPriceMinor: band.value?.to ? band.value.to * MINOR_UNITS_A_MAJOR : undefined,
    cursor: cursor.value,
  }))
  const narrowed = computed(() => Boolean(sort.value ?? band.value) || inStock.value)

  /** The address of this list with some of its query changed; a change leads back to its start. */
  const address = (change: Partial<Record<ListQueryKey, string>>) => {
    const next = new URLSearchParams()
    for (const [key, value] of Object.entries({ ...route.query, cursor: undefined, ...change }))
      if (typeof value === 'string' && value) next.set(key, value)
    const text = next.toString()
    return text ? `${route.path}?${text}` : route.path
  }

  return { sort, band, inStock, cursor, query, narrowed, address }
}

interface ListHead {
  title: string
  description: string
  path: string
}

/**
 * What search engines are told of a list. Each of its pages is a page of its own, named after the product that it begins
 * with. A list with nothing in it, and one that is narrowed or ordered, is not to be kept; a view in which nothing is left
 * does not exist.
 */
export function useListHead(page: () => CountedProductPage, mayBeEmpty: () => boolean = () => false) {
  const { narrowed, cursor } = useProductList()
  const { t } = useI18n()
  const event = useRequestEvent()
  if (event && page().items.length === 0 && (narrowed.value || cursor.value)) setResponseStatus(event, 404)

  return ({ title, description, path }: ListHead): ListHead & { hidden: boolean } => {
    const hidden = narrowed.value || (page().total === 0 && !mayBeEmpty())
    const [first] = page().items
    if (!cursor.value || !first) return { title, description, path, hidden }
    return {
      title: t('catalog.titleFrom', { title, product: first.title, shop: first.shop.name }),
      description: t('catalog.descriptionFrom', { text: description, product: first.title, shop: first.shop.name }),
      path: `${path}?cursor=${encodeURIComponent(cursor.value)}`,
      hidden,
    }
  }
}
