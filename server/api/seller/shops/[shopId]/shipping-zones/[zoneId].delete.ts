import { z } from 'zod'
import { removeShippingZone, getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Remove a set of countries and the ways of sending there',
    access: 'seller',
    params: z.object({ shopId: idSchema, zoneId: idSchema }),
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params }) => {
    await removeShippingZone(ctx, actor, params.shopId, params.zoneId)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
