import { z } from 'zod'
import { rejectProduct } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { rejectProductSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Send a product back to its seller, who is told why',
    access: 'moderator',
    params: z.object({ productId: idSchema }),
    body: rejectProductSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await rejectProduct(ctx, actor, params.productId, body)
  },
)
