import { searchProducts } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { searchQuerySchema, searchViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'Products by words',
    access: 'public',
    query: searchQuerySchema,
    response: searchViewSchema,
    limits: [{ max: 120, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, query }) => searchProducts(ctx, query),
)
