import { listNews } from '#server/domains/notifications'
import { defineRoute } from '#server/http/define-route'
import { newsPageSchema, newsQuerySchema } from '#shared/contracts/news'

export default defineRoute(
  { summary: 'What has happened for oneself, newest first', access: 'user', query: newsQuerySchema, response: newsPageSchema },
  ({ ctx, actor, query }) => listNews(ctx, actor, query),
)
