import { z } from 'zod'
import { getShopSettings, renameShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopSettingsSchema, shopSlugChangeSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Give a shop another address; the old one leads there',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: shopSlugChangeSchema,
    response: shopSettingsSchema,
    // An address that a shop once had is nobody else's, so nobody may collect them.
    limits: [{ max: 10, windowSeconds: 24 * 60 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, params, body }) => {
    await renameShop(ctx, actor, params.shopId, body)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
