import { listSupportConversations } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationPageSchema, supportQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'What people have written to the marketplace, the newest first',
    access: 'moderator',
    query: supportQuerySchema,
    response: conversationPageSchema,
  },
  ({ ctx, actor, query }) => listSupportConversations(ctx, actor, query),
)
