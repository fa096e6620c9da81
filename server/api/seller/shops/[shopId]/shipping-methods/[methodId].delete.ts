import { z } from 'zod'
import { getShopSettings, removeShippingMethod } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Remove a way of sending',
    access: 'seller',
    params: z.object({ shopId: idSchema, methodId: idSchema }),
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params }) => {
    await removeShippingMethod(ctx, actor, params.shopId, params.methodId)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
