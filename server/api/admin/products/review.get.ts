import { listProductsToReview } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { reviewQueueQuerySchema, reviewQueueSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Products that wait for a word before they go live, the longest first',
    access: 'moderator',
    query: reviewQueueQuerySchema,
    response: reviewQueueSchema,
  },
  ({ ctx, actor, query }) => listProductsToReview(ctx, actor, query),
)
