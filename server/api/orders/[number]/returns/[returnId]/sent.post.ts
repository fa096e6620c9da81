import { z } from 'zod'
import { getOrderGroup, groupNumberOf, sendReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderGroupQuerySchema, orderGroupViewSchema, orderNumberSchema } from '#shared/contracts/orders'
import { sendReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Say that a return was sent, as the buyer or by the key of the link; answers with the group',
    access: 'public',
    params: z.object({ number: orderNumberSchema, returnId: idSchema }),
    query: orderGroupQuerySchema,
    body: sendReturnSchema,
    response: orderGroupViewSchema,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, params: { number, returnId }, query, body }) => {
    const access = query.key ?? null
    await sendReturn(ctx, actor, number, { returnId, access }, body)
    return getOrderGroup(ctx, actor, groupNumberOf(number), access)
  },
)
