import { z } from 'zod'
import { getShopSettings, planHoliday } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'End the holidays of a shop, or call them off',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params }) => {
    await planHoliday(ctx, actor, params.shopId, null)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
