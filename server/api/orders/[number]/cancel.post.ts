import { z } from 'zod'
import { cancelOrder, getOrderGroup, groupNumberOf } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { cancelOrderSchema } from '#shared/contracts/order-changes'
import { orderGroupQuerySchema, orderGroupViewSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Take back an order of which nothing has left, as its buyer or by the key of the link; answers with its group',
    access: 'public',
    params: z.object({ number: orderNumberSchema }),
    query: orderGroupQuerySchema,
    body: cancelOrderSchema,
    response: orderGroupViewSchema,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, params, query, body }) => {
    await cancelOrder(ctx, actor, params.number, query.key ?? null, body)
    return getOrderGroup(ctx, actor, groupNumberOf(params.number), query.key ?? null)
  },
)
