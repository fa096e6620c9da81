import { listReports } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { chatReportPageSchema, chatReportQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Messages that people have reported, without what they say: open, or decided',
    access: 'moderator',
    query: chatReportQuerySchema,
    response: chatReportPageSchema,
  },
  ({ ctx, actor, query }) => listReports(ctx, actor, query),
)
