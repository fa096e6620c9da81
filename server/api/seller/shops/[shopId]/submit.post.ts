import { z } from 'zod'
import { countOfferedProducts } from '#server/domains/catalog'
import { shopChecklist, submitShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopChecklistSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Ask for a pending shop to be opened',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: shopChecklistSchema,
  },
  async ({ ctx, actor, params: { shopId } }) => {
    const elsewhere = { productCount: await countOfferedProducts(ctx, shopId) }
    await submitShop(ctx, actor, shopId, elsewhere)
    return shopChecklist(ctx, actor, shopId, elsewhere)
  },
)
