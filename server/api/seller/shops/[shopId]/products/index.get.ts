import { z } from 'zod'
import { listOwnProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { ownProductPageSchema, ownProductQuerySchema } from '#shared/contracts/catalog'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: "A shop's products in every state, newest first",
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: ownProductQuerySchema,
    response: ownProductPageSchema,
  },
  ({ ctx, actor, params, query }) => listOwnProducts(ctx, actor, params.shopId, query),
)
