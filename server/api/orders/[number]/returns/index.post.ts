import { z } from 'zod'
import { getOrderGroup, groupNumberOf, requestReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { orderGroupQuerySchema, orderGroupViewSchema, orderNumberSchema } from '#shared/contracts/orders'
import { requestReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Ask to give pieces back, as the buyer or by the key of the link; needs the header Idempotency-Key; answers with the group',
    access: 'public',
    params: z.object({ number: orderNumberSchema }),
    query: orderGroupQuerySchema,
    body: requestReturnSchema,
    response: orderGroupViewSchema,
    status: 201,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, params, query, body, event }) => {
    const access = query.key ?? null
    await requestReturn(ctx, actor, params.number, { access, key: requireIdempotencyKey(event) }, body)
    return getOrderGroup(ctx, actor, groupNumberOf(params.number), access)
  },
)
