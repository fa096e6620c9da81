import { z } from 'zod'
import { approveProduct } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { approveProductSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Let a product go live',
    access: 'moderator',
    params: z.object({ productId: idSchema }),
    body: approveProductSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await approveProduct(ctx, actor, params.productId, body)
  },
)
