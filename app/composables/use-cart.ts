import type { CartView } from '#shared/contracts/cart'

/** The cart of whoever is at the browser, at today's prices, with shipping to a country. */
export async function useCart() {
  const session = useSessionStore()
  const refusal = useRefusal()
  const country = useDeliveryCountry()
  const query = computed(() => ({ country: country.value }))
  const { data: cart, error, refresh, status } = await useFetch<CartView>('/api/cart', { query })

  /** The line that is being changed, and what went wrong with which. */
  const changing = ref<string>()
  const problem = ref<{ lineId: string; text: string }>()

  async function send(lineId: string, request: { method: 'PATCH' | 'PUT' | 'DELETE'; body?: { quantity: number } }, path = '') {
    changing.value = lineId
    problem.value = undefined
    try {
      cart.value = await $fetch<CartView>(`/api/cart/lines/${lineId}${path}`, { ...request, query: query.value })
      session.setCartCount(cart.value.pieceCount)
    } catch (failure) {
      problem.value = { lineId, text: refusal(failure) }
    } finally {
      changing.value = undefined
    }
  }
  const change = (lineId: string, quantity: number) => send(lineId, { method: 'PATCH', body: { quantity } })
  const remove = (lineId: string) => send(lineId, { method: 'DELETE' })
  const save = (lineId: string) => send(lineId, { method: 'PUT' }, '/saved')
  const putBack = (lineId: string) => send(lineId, { method: 'DELETE' }, '/saved')

  return { cart, error, refresh, status, country, changing, problem, change, remove, save, putBack }
}

/** Where it should go to, kept while the visit lasts; undefined is the marketplace's own country. */
export const useDeliveryCountry = () => useState<string | undefined>('delivery-country', () => undefined)
