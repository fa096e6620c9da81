import { z } from 'zod'
import { listShopReturns } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { returnListQuerySchema, returnListSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'What buyers give back to a shop, the newest first',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: returnListQuerySchema,
    response: returnListSchema,
  },
  ({ ctx, actor, params, query }) => listShopReturns(ctx, actor, params.shopId, query),
)
