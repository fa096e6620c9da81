import { z } from 'zod'
import { getShopOrder, rejectReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopOrderViewSchema } from '#shared/contracts/orders'
import { rejectReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Do not take back what has come; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, returnId: idSchema }),
    body: rejectReturnSchema,
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params: { shopId, returnId }, body }) => {
    const { number } = await rejectReturn(ctx, actor, shopId, returnId, body)
    return getShopOrder(ctx, actor, shopId, number)
  },
)
