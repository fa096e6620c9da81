import { z } from 'zod'
import { getShopSettings, updateShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema, updateShopSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Change what a shop says of itself',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: updateShopSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await updateShop(ctx, actor, params.shopId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
