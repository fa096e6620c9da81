import { z } from 'zod'
import { getOrderGroup, groupNumberOf, withdrawReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderGroupQuerySchema, orderGroupViewSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Keep after all what was to be sent back, as the buyer or by the key of the link; answers with the group',
    access: 'public',
    params: z.object({ number: orderNumberSchema, returnId: idSchema }),
    query: orderGroupQuerySchema,
    response: orderGroupViewSchema,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, params: { number, returnId }, query }) => {
    const access = query.key ?? null
    await withdrawReturn(ctx, actor, number, { returnId, access })
    return getOrderGroup(ctx, actor, groupNumberOf(number), access)
  },
)
