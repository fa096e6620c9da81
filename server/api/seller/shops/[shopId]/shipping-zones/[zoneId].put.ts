import { z } from 'zod'
import { changeShippingZone, getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shippingZoneInputSchema } from '#shared/contracts/shipping'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Change a set of countries to send to',
    access: 'seller',
    params: z.object({ shopId: idSchema, zoneId: idSchema }),
    body: shippingZoneInputSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await changeShippingZone(ctx, actor, params.shopId, params.zoneId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
