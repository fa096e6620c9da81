/** The shop that the address names, among those the person acts for; else the first of them. */
export function useOwnShop() {
  const route = useRoute()
  const session = useSessionStore()
  const shop = computed(() => session.shops.find(({ slug }) => slug === route.params.shop) ?? session.shops[0] ?? null)

  /** Where the API answers for this shop. */
  const api = (path: string) => `/api/seller/shops/${shop.value?.id}${path}`

  return { shop, api }
}
