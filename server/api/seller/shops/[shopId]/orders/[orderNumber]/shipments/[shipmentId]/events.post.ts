import { z } from 'zod'
import { getShopOrder, trackParcel } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema, shopOrderViewSchema, trackParcelSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Note what became of a parcel; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema, shipmentId: idSchema }),
    body: trackParcelSchema,
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await trackParcel(ctx, actor, params.shopId, params.orderNumber, params.shipmentId, body)
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
