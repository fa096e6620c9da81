import { z } from 'zod'
import { getShopSettings, refreshPayoutAccount } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Ask the payment provider how far the account of a shop is',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema }),
    response: shopSettingsSchema,
    limits: [{ max: 60, windowSeconds: 3600, by: 'actor' }],
  },
  async ({ ctx, actor, params }) => {
    await refreshPayoutAccount(ctx, actor, params.shopId)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
