import { z } from 'zod'
import { getProductStanding } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productStandingSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Where a product stands, what the automatic checks say of it, and how it came there',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    response: productStandingSchema,
  },
  ({ ctx, actor, params }) => getProductStanding(ctx, actor, params.shopId, params.productId),
)
