import { z } from 'zod'
import { findProductId } from '#server/domains/catalog'
import { listReviews } from '#server/domains/reviews'
import { defineRoute } from '#server/http/define-route'
import { slugSchema } from '#shared/contracts/common'
import { reviewPageSchema, reviewQuerySchema } from '#shared/contracts/reviews'

export default defineRoute(
  {
    summary: 'Reviews of a product, the newest first',
    access: 'public',
    params: z.object({ slug: slugSchema }),
    query: reviewQuerySchema,
    response: reviewPageSchema,
  },
  async ({ ctx, params, query }) => listReviews(ctx, await findProductId(ctx, params.slug), query),
)
