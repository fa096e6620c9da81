import { z } from 'zod'
import { getOrderGroup } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { groupNumberSchema, orderGroupQuerySchema, orderGroupViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'What was bought at once, for its buyer or by the key of the link in the mail',
    access: 'public',
    params: z.object({ number: groupNumberSchema }),
    query: orderGroupQuerySchema,
    response: orderGroupViewSchema,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, query }) => getOrderGroup(ctx, actor, params.number, query.key ?? null),
)
