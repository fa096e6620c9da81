import type { AddedToCart } from '#shared/contracts/cart'

/** Puts something into the cart and says so. Refusals are shown where the button is. */
export function useAddToCart() {
  const { t } = useI18n()
  const href = useHref()
  const session = useSessionStore()
  const toasts = useToastsStore()
  const refusal = useRefusal()
  const problem = ref('')

  const { pending: adding, run: add } = useAction(
    async ({ variantId, quantity, title }: { variantId: string; quantity: number; title: string }) => {
      problem.value = ''
      try {
        const { pieceCount } = await $fetch<AddedToCart>('/api/cart/lines', { method: 'POST', body: { variantId, quantity } })
        session.setCartCount(pieceCount)
        toasts.show(t('cart.added', { title }), { action: { label: t('cart.view'), to: href('/cart') } })
      } catch (error) {
        problem.value = refusal(error)
      }
    },
  )

  return { adding, problem, add }
}
