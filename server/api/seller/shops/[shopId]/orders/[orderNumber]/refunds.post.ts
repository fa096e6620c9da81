import { z } from 'zod'
import { getShopOrder, refundShopOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { idSchema } from '#shared/contracts/common'
import { refundOrderSchema } from '#shared/contracts/order-changes'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Send money back for an order; needs the header Idempotency-Key; answers with the order',
    access: 'seller',
    scope: 'shop:refund',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    body: refundOrderSchema,
    response: shopOrderViewSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body, event }) => {
    await refundShopOrder(ctx, actor, params.shopId, params.orderNumber, requireIdempotencyKey(event), body)
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
