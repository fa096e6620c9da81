import type { ProductForEditing } from '#shared/contracts/product-editor'

/** Makes a draft that is like a product of the shop, and goes there. */
export function useDuplicateProduct() {
  const { shop, api } = useOwnShop()
  const { t } = useI18n()
  const href = useHref()
  const refusal = useRefusal()
  const toasts = useToast()

  const { pending, failed, run } = useAction(async (productId: string) => {
    const { id } = await $fetch<ProductForEditing>(api(`/products/${productId}/duplicate`), { method: 'POST' })
    toasts.add({ title: t('seller.products.duplicated'), color: 'success' })
    await navigateTo(href(`/seller/${shop.value!.slug}/products/${id}`))
  })

  async function duplicate(productId: string) {
    await run(productId)
    if (failed.value) toasts.add({ title: refusal(failed.value), color: 'error' })
  }
  return { duplicating: pending, duplicate }
}
