import { z } from 'zod'
import { shipOrders } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { idSchema } from '#shared/contracts/common'
import { shippedOrdersSchema, shipOrdersSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Hand over all that is left of several orders, each by itself; needs the header Idempotency-Key',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: shipOrdersSchema,
    response: shippedOrdersSchema,
    limits: [{ max: 30, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, body, event }) => shipOrders(ctx, actor, params.shopId, requireIdempotencyKey(event), body),
)
