import { readNews } from '#server/domains/notifications'
import { defineRoute } from '#server/http/define-route'
import { newsCountSchema, readNewsSchema } from '#shared/contracts/news'

export default defineRoute(
  {
    summary: 'Mark news as read, those named or all; answers with how much is left',
    access: 'user',
    body: readNewsSchema,
    response: newsCountSchema,
  },
  async ({ ctx, actor, body }) => ({ newsCount: await readNews(ctx, actor, body) }),
)
