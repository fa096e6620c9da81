/**
 * Addresses in the page's language: `/cart` is `/de/cart` in German. Plain anchors with these addresses become client
 * navigations by plugins/links.client.ts, at none of the cost of a link component in a list of products.
 */
export const useHref = () => useNuxtApp().$href
