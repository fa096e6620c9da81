import { z } from 'zod'
import { getShopOrder, resendParcel } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Put what lay in a parcel that did not get there back among what is to be sent; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema, shipmentId: idSchema }),
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params }) => {
    await resendParcel(ctx, actor, params.shopId, params.orderNumber, params.shipmentId)
    return getShopOrder(ctx, actor, params.shopId, params.orderNumber)
  },
)
