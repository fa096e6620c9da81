import { countFilters } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { filtersQuerySchema, filtersViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'What products can be filtered by, with counts: of a search, a category or a shop',
    access: 'public',
    query: filtersQuerySchema,
    response: filtersViewSchema,
    limits: [{ max: 120, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, query }) => countFilters(ctx, query),
)
