import { addReview, presentReview } from '#server/domains/reviews'
import { defineRoute } from '#server/http/define-route'
import { addReviewSchema, reviewSchema } from '#shared/contracts/reviews'

export default defineRoute(
  {
    summary: 'Review something that you bought',
    access: 'user',
    body: addReviewSchema,
    response: reviewSchema,
    status: 201,
    limits: [{ max: 20, windowSeconds: 3600, by: 'actor' }],
  },
  async ({ ctx, actor, body }) => presentReview(await addReview(ctx, actor, body)),
)
