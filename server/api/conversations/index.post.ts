import { getConversation, openConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema, openConversationSchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Open one’s conversation with a shop, about a product or an order of it; guests show the key of their order',
    access: 'public',
    body: openConversationSchema,
    response: conversationSchema,
  },
  async ({ ctx, actor, body }) => {
    const conversationId = await openConversation(ctx, actor, body)
    return getConversation(ctx, actor, { conversationId, shopId: null, key: body.about === 'order' ? body.key : null })
  },
)
