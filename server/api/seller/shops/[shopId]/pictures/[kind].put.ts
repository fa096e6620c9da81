import { z } from 'zod'
import { getShopSettings, putShopPicture } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { SHOP_PICTURE_KINDS, SHOP_PICTURE_MAX_BYTES, SHOP_PICTURE_TYPES, shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Show a logo or a banner of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, kind: z.enum(SHOP_PICTURE_KINDS) }),
    upload: { types: SHOP_PICTURE_TYPES },
    maxBodyBytes: SHOP_PICTURE_MAX_BYTES,
    response: shopSettingsSchema,
    limits: [{ name: 'shop-picture', max: 40, windowSeconds: 60 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, params, upload }) => {
    await putShopPicture(ctx, actor, params.shopId, params.kind, upload)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
