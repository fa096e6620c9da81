/**
 * Addresses in the page's language: `/cart` is `/de/cart` in German. Plain anchors with these addresses become client
 * navigations by plugins/links.client.ts, at none of the cost of a link component in a list of products.
 */
export function useHref() {
  const { locale, defaultLocale } = useI18n()
  const prefix = computed(() => (locale.value === defaultLocale ? '' : `/${locale.value}`))

  return (path: string) => (path === '/' ? prefix.value || '/' : prefix.value + path)
}
