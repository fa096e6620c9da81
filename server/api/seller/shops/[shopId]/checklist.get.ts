import { z } from 'zod'
import { countOfferedProducts } from '#server/domains/catalog'
import { shopChecklist } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopChecklistSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  { summary: 'What a shop still needs', access: 'seller', params: z.object({ shopId: idSchema }), response: shopChecklistSchema },
  async ({ ctx, actor, params: { shopId } }) =>
    shopChecklist(ctx, actor, shopId, { productCount: await countOfferedProducts(ctx, shopId) }),
)
