import { z } from 'zod'
import { cancelShopOrder, getShopOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { cancelShopOrderSchema } from '#shared/contracts/order-changes'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Cancel what has not left of an order, all of it or pieces; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    body: cancelShopOrderSchema,
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await cancelShopOrder(ctx, actor, params.shopId, params.orderNumber, body)
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
