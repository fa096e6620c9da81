import { searchProducts } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { searchQuerySchema, searchViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'Products by words',
    access: 'public',
    query: searchQuerySchema,
    response: searchViewSchema,
    limits: [{ max: 120, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, actor, query }) => searchProducts(ctx, query, networkOf(actor.address)),
)
