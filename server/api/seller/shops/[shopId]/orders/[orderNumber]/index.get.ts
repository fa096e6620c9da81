import { z } from 'zod'
import { getShopOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'An order as its shop sees it',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    response: shopOrderViewSchema,
  },
  ({ ctx, actor, params }) => getShopOrder(ctx, actor, params.shopId, params.orderNumber),
)
