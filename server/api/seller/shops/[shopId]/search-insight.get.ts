import { z } from 'zod'
import { getShopSearchInsight } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { insightQuerySchema, shopSearchInsightSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'By which searches people come to the products of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: insightQuerySchema,
    response: shopSearchInsightSchema,
  },
  ({ ctx, actor, params, query }) => getShopSearchInsight(ctx, actor, params.shopId, query),
)
