import { getSearchInsight } from '#server/domains/search'
import { defineRoute } from '#server/http/define-route'
import { insightQuerySchema, searchInsightSchema } from '#shared/contracts/search'

export default defineRoute(
  { summary: 'What people search for and do not find', access: 'admin', query: insightQuerySchema, response: searchInsightSchema },
  ({ ctx, actor, query }) => getSearchInsight(ctx, actor, query),
)
