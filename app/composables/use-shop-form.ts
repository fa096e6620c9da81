import type { z } from 'zod'
import type { ShopSettings, UpdateShop } from '#shared/contracts/shop-settings'

/** A part of a shop's settings that is saved by itself. */
export function useShopForm<S extends z.ZodObject>(
  schema: S,
  initial: z.input<S>,
  shop: () => ShopSettings,
  saved: (settings: ShopSettings) => void,
) {
  const isSaved = ref(false)
  const form = useForm(schema, initial, async (changes) => {
    const body = { ...changes, version: shop().version } as UpdateShop
    saved(await $fetch<ShopSettings>(`/api/seller/shops/${shop().id}/settings`, { method: 'PATCH', body }))
    isSaved.value = true
  })
  watch(form.fields, () => (isSaved.value = false))

  return { ...form, isSaved }
}
