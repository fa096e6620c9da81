import { listConversations } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationPageSchema, conversationQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'One’s own conversations with shops, the newest first',
    access: 'user',
    query: conversationQuerySchema,
    response: conversationPageSchema,
  },
  ({ ctx, actor, query }) => listConversations(ctx, actor, query),
)
