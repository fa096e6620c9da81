import { z } from 'zod'
import { getShopOrder, answerShopReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopOrderViewSchema } from '#shared/contracts/orders'
import { answerReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Say whether something is taken back, and how; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, returnId: idSchema }),
    body: answerReturnSchema,
    response: shopOrderViewSchema,
  },
  async ({ ctx, actor, params: { shopId, returnId }, body }) => {
    const { number } = await answerShopReturn(ctx, actor, shopId, returnId, body)
    return getShopOrder(ctx, actor, shopId, number)
  },
)
