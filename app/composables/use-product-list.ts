import type { CountedProductPage } from '#shared/contracts/catalog'
import { isNarrowed, listQueryOf, readListView, writeListView, type ListView } from '#shared/list-address'

/**
 * How a list of products is narrowed and ordered, read from the page's address. `query` is what the API is asked;
 * `narrowed` says that this is one of many views of the same list.
 */
export function useProductList() {
  const route = useRoute()
  const view = computed(() => readListView(route.query))
  const query = computed(() => listQueryOf(view.value))
  const narrowed = computed(() => isNarrowed(view.value))
  const cursor = computed(() => view.value.cursor)
  const q = computed(() => (typeof route.query.q === 'string' ? route.query.q : ''))

  /** The address of this list with some of it changed; a change leads back to its start. */
  const address = (change: Partial<ListView>) => {
    const next = new URLSearchParams(q.value ? { q: q.value } : {})
    for (const [key, value] of Object.entries(writeListView({ ...view.value, cursor: undefined, ...change })))
      for (const one of [value].flat()) next.append(key, one)
    const text = next.toString()
    return text ? `${route.path}?${text}` : route.path
  }

  return { view, query, narrowed, cursor, q, address }
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
