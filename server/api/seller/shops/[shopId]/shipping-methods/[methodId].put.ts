import { z } from 'zod'
import { changeShippingMethod, getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shippingMethodInputSchema } from '#shared/contracts/shipping'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Change a way of sending',
    access: 'seller',
    params: z.object({ shopId: idSchema, methodId: idSchema }),
    body: shippingMethodInputSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await changeShippingMethod(ctx, actor, params.shopId, params.methodId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
