import { z } from 'zod'
import { getShopOrder, shipOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { oncePerKey } from '#server/http/idempotency-key'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema, shipOrderSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Hand a parcel over; needs the header Idempotency-Key; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    body: shipOrderSchema,
    response: shopOrderViewSchema,
    status: 201,
  },
  async (request) => {
    const { ctx, actor, params, body } = request
    await oncePerKey(request, (ctx) => shipOrder(ctx, actor, params.shopId, params.orderNumber, body))
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
