import type { CategoryTree } from '#shared/contracts/catalog'
import type { SiteView } from '#shared/contracts/site'

/** What every page knows about the marketplace. */
export const useSite = () => useFetch<SiteView>('/api/site', { key: 'site', dedupe: 'defer' })

/** The top of the category tree, for menus: names and addresses alone, since it travels with every page. */
export const useTopCategories = () =>
  useFetch('/api/categories', {
    key: 'top-categories',
    dedupe: 'defer',
    transform: (tree: CategoryTree) => tree.items.map(({ path, name }) => ({ path, name })),
  })
