import { z } from 'zod'
import { addShippingMethod, getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shippingMethodInputSchema } from '#shared/contracts/shipping'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Add a way of sending',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: shippingMethodInputSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await addShippingMethod(ctx, actor, params.shopId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
