import { z } from 'zod'
import { cancelShopOrder, getShopOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { oncePerKey } from '#server/http/idempotency-key'
import { idSchema } from '#shared/contracts/common'
import { cancelShopOrderSchema } from '#shared/contracts/order-changes'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Cancel what has not left of an order, all of it or pieces; needs the header Idempotency-Key; answers with the order',
    access: 'seller',
    scope: 'shop:refund',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    body: cancelShopOrderSchema,
    response: shopOrderViewSchema,
  },
  async (request) => {
    const { ctx, actor, params, body } = request
    await oncePerKey(request, (ctx) => cancelShopOrder(ctx, actor, params.shopId, params.orderNumber, body))
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
