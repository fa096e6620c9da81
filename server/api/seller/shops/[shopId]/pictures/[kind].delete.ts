import { z } from 'zod'
import { getShopSettings, removeShopPicture } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { SHOP_PICTURE_KINDS, shopSettingsSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Show no logo or banner of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, kind: z.enum(SHOP_PICTURE_KINDS) }),
    response: shopSettingsSchema,
  },
  async ({ ctx, actor, params }) => {
    await removeShopPicture(ctx, actor, params.shopId, params.kind)
    return getShopSettings(ctx, actor, params.shopId)
  },
)
