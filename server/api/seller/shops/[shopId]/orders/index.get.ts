import { z } from 'zod'
import { listShopOrders } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopOrderListQuerySchema, shopOrderListSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: "A shop's orders, newest first",
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: shopOrderListQuerySchema,
    response: shopOrderListSchema,
  },
  ({ ctx, actor, params, query }) => listShopOrders(ctx, actor, params.shopId, query),
)
