import type { CartView } from '#shared/contracts/cart'

/** Puts a coupon on the cart and takes it off; `changed` gets the cart as it is then. What was said last is for screen readers. */
export function useCoupon(country: () => string | undefined, changed: (cart: CartView) => unknown) {
  const { t } = useI18n()
  const refusal = useRefusal()
  const code = ref('')
  const said = ref('')

  const send = (method: 'PUT' | 'DELETE', body?: { code: string }) =>
    $fetch<CartView>('/api/cart/coupon', { method, body, query: { country: country() } })

  const problem = ref<string>()
  watch(code, () => (problem.value = undefined))
  const putting = useAction(async () => {
    problem.value = undefined
    if (code.value.trim() === '') {
      problem.value = t('forms.required')
      return
    }
    try {
      const cart = await send('PUT', { code: code.value.trim() })
      await changed(cart)
      said.value = t('coupon.saidApplied', { code: cart.coupon?.code ?? '' })
      code.value = ''
    } catch (error) {
      problem.value = refusal(error)
    }
  })
  const removing = useAction(async () => {
    await changed(await send('DELETE'))
    said.value = t('coupon.saidRemoved')
  })

  return { code, said, problem, putting, removing }
}
