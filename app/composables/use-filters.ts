import type { Filter, FilterOption, FiltersView } from '#shared/contracts/search'
import type { ListView } from '#shared/list-address'

/** Where a list is: what it is narrowed to before anything is chosen. */
export interface ListPlace {
  category?: string
  shop?: string
}

/** What this list can be narrowed by, with counts. The list stands without when they do not come. */
export async function useFilters(place: () => ListPlace) {
  const { query, q } = useProductList()
  const asked = computed(() => ({ ...query.value, sort: undefined, cursor: undefined, q: q.value || undefined, ...place() }))
  const { data } = await useFetch<FiltersView>('/api/search/filters', { query: asked })
  return data
}

const MINOR_UNITS_A_MAJOR = 100

/** Filters and what can be chosen of them in words. */
export function useFilterWords(currency: () => string) {
  const { t } = useI18n()
  const money = useMoney()
  const country = useCountryName()

  const amount = (minor: number) => money(minor, currency())
  /** The end of a range is the last amount in it; what is read is where the next begins. */
  function priceWords({ from, to }: NonNullable<ListView['price']>): string {
    if (to === undefined) return t('catalog.priceOver', { from: amount(from) })
    const end = amount((to + 1) % MINOR_UNITS_A_MAJOR === 0 ? to + 1 : to)
    return from ? t('catalog.priceBetween', { from: amount(from), to: end }) : t('catalog.priceUnder', { to: end })
  }

  /** What is yes or no is called as its question. */
  const isYes = ({ value, label }: FilterOption) => label === 'true' && value.endsWith('=true')
  const nameOf = (filter: Filter) => (filter.name === 'attribute' ? filter.label : t(`filters.names.${filter.name}`))

  function optionWords(filter: Filter, option: FilterOption): string {
    if (filter.name === 'price') {
      const [from, to] = option.value.split('-')
      return priceWords({ from: Number(from), to: to ? Number(to) : undefined })
    }
    if (filter.name === 'rating') return t('filters.stars', { count: option.value }, Number(option.value))
    if (filter.name === 'inStock') return t('catalog.inStockOnly')
    if (filter.name === 'shipsTo') return country(option.value)
    if (isYes(option)) return t('filters.yes')
    return filter.unit ? `${option.label} ${filter.unit}` : option.label
  }

  return { nameOf, optionWords, priceWords, country }
}
