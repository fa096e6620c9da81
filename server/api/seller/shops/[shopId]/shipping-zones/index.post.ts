import { z } from 'zod'
import { addShippingZone, getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shippingZoneInputSchema } from '#shared/contracts/shipping'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Add a set of countries to send to',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: shippingZoneInputSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await addShippingZone(ctx, actor, params.shopId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
