import { z } from 'zod'
import { countOfferedProducts } from '#server/domains/catalog'
import { decideShop, getAdminShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { adminShopSchema, shopDecisionSchema } from '#shared/contracts/admin-shops'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Approve a shop, send it back, suspend it, or reopen it',
    access: 'admin',
    params: z.object({ shopId: idSchema }),
    body: shopDecisionSchema,
    response: adminShopSchema,
  },
  async ({ ctx, actor, params: { shopId }, body }) => {
    await decideShop(ctx, actor, shopId, body)
    return getAdminShop(ctx, actor, shopId, { productCount: await countOfferedProducts(ctx, shopId) })
  },
)
