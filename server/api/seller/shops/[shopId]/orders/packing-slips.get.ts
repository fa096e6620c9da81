import { z } from 'zod'
import { getPackingSlips } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { packingSlipsQuerySchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'What is to be packed of several orders as one PDF; what was cancelled is left out',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: packingSlipsQuerySchema,
    download: { types: ['application/pdf'] },
    limits: [{ name: 'packing-slips', max: 6, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, query }) => getPackingSlips(ctx, actor, params.shopId, query.numbers),
)
