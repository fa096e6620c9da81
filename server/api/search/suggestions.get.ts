import { suggest } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { suggestionsQuerySchema, suggestionsViewSchema } from '#shared/contracts/search'

export default defineRoute(
  {
    summary: 'What somebody may be about to search for',
    access: 'public',
    query: suggestionsQuerySchema,
    response: suggestionsViewSchema,
    limits: [{ max: 600, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, query }) => suggest(ctx, query.q),
)
