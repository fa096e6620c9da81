import { z } from 'zod'
import { bulkEditProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { idSchema } from '#shared/contracts/common'
import { bulkEditSchema, bulkResultSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Make one change to many products, each by itself; needs the header Idempotency-Key',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: bulkEditSchema,
    response: bulkResultSchema,
    limits: [{ max: 30, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, body, event }) => bulkEditProducts(ctx, actor, params.shopId, requireIdempotencyKey(event), body),
)
