import { z } from 'zod'
import { getShopOrder, receiveShopReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Say that a return has come; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, returnId: idSchema }),
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params: { shopId, returnId } }) => {
    const { number } = await receiveShopReturn(ctx, actor, shopId, returnId)
    return getShopOrder(ctx, actor, shopId, number)
  },
)
