import { z } from 'zod'
import { listOwnProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { ownProductPageSchema, ownProductQuerySchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: "A shop's products in every state, searched, narrowed and sorted, with how many there are of each status",
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: ownProductQuerySchema,
    response: ownProductPageSchema,
  },
  ({ ctx, actor, params, query }) => listOwnProducts(ctx, actor, params.shopId, query),
)
