import { z } from 'zod'
import { getShopSettings, planHoliday } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { holidayPlanSchema, shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Close a shop for holidays',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: holidayPlanSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await planHoliday(ctx, actor, params.shopId, { from: new Date(body.from), to: new Date(body.to) })
    return getShopSettings(ctx, actor, params.shopId)
  },
)
