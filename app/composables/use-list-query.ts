import type { LocationQueryValue } from 'vue-router'

const one = (value: LocationQueryValue | LocationQueryValue[] | undefined) => (Array.isArray(value) ? value[0] : value) || undefined

/** The search and the filters of a list, kept in the address: reload, back and sharing show the same list. */
export function useListQuery<F extends string>(...names: F[]) {
  const route = useRoute()
  const change = (name: string, value: string | undefined) =>
    void navigateTo({ query: { ...route.query, [name]: value || undefined } }, { replace: true })

  const q = computed({ get: () => one(route.query.q), set: (value) => change('q', value) })
  const filters = reactive(
    Object.fromEntries(names.map((name) => [name, computed({ get: () => one(route.query[name]), set: (value) => change(name, value) })])),
  ) as unknown as Record<F, string | undefined>

  return { q, filters }
}
