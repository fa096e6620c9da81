import type { NuxtApp } from '#app'
import type { CategoryTree } from '#shared/contracts/catalog'
import type { SiteView } from '#shared/contracts/site'

/** Layout, header and footer ask for the same: the first fetches, on the server too, the others find it in the payload. */
const once = { dedupe: 'defer', getCachedData: (key: string, { payload }: NuxtApp) => payload.data[key] } as const

/** What every page knows about the marketplace. */
export const useSite = () => useFetch<SiteView>('/api/site', { key: 'site', ...once })

/** The top of the category tree, for menus: names and addresses alone, since it travels with every page. */
export const useTopCategories = () =>
  useFetch('/api/categories', {
    key: 'top-categories',
    ...once,
    transform: (tree: CategoryTree) => tree.items.map(({ path, name }) => ({ path, name })),
  })
