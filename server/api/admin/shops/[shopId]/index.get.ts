import { z } from 'zod'
import { countOfferedProducts } from '#server/domains/catalog'
import { getAdminShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { adminShopSchema } from '#shared/contracts/admin-shops'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  { summary: 'One shop', access: 'admin', params: z.object({ shopId: idSchema }), response: adminShopSchema },
  async ({ ctx, actor, params: { shopId } }) => getAdminShop(ctx, actor, shopId, { productCount: await countOfferedProducts(ctx, shopId) }),
)
