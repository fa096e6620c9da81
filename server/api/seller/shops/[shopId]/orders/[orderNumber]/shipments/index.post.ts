import { z } from 'zod'
import { getShopOrder, shipOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema, shipOrderSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Hand a parcel over; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    body: shipOrderSchema,
    response: shopOrderViewSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body }) => {
    await shipOrder(ctx, actor, params.shopId, params.orderNumber, body)
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
