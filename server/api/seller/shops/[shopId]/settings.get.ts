import { z } from 'zod'
import { getShopSettings } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Everything that is set about a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: shopSettingsSchema,
  },
  ({ ctx, actor, params }) => getShopSettings(ctx, actor, params.shopId),
)
