import { z } from 'zod'
import { getShopSettings, setPayoutAccount } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { payoutAccountSchema, shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Say where the earnings of a shop go',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema }),
    body: payoutAccountSchema,
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await setPayoutAccount(ctx, actor, params.shopId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
