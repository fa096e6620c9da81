import type { ProductForEditing } from '#shared/contracts/product-editor'

/** Makes a draft that is like a product of the shop, and goes there. */
export function useDuplicateProduct() {
  const { shop, api } = useOwnShop()
  const { t } = useI18n()
  const href = useHref()
  const refusal = useRefusal()
  const toasts = useToastsStore()

  const { pending, failed, run } = useAction(async (productId: string) => {
    const { id } = await $fetch<ProductForEditing>(api(`/products/${productId}/duplicate`), { method: 'POST' })
    toasts.show(t('seller.products.duplicated'))
    await navigateTo(href(`/seller/${shop.value!.slug}/products/${id}`))
  })

  async function duplicate(productId: string) {
    await run(productId)
    if (failed.value) toasts.show(refusal(failed.value), { tone: 'danger' })
  }
  return { duplicating: pending, duplicate }
}
