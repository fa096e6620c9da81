import { z } from 'zod'
import { getShopOrder, refundShopReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopOrderViewSchema } from '#shared/contracts/orders'
import { refundReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Take back what has come, or what the buyer keeps, and send its money back; answers with the order',
    access: 'seller',
    scope: 'shop:refund',
    params: z.object({ shopId: idSchema, returnId: idSchema }),
    body: refundReturnSchema,
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params: { shopId, returnId }, body }) => {
    const { number } = await refundShopReturn(ctx, actor, shopId, returnId, body)
    return getShopOrder(ctx, actor, shopId, number)
  },
)
