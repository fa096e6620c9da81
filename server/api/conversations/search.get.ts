import { searchMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { MESSAGE_SEARCH_LIMIT, messageHitPageSchema, ownMessageSearchQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Messages of one’s own conversations, or, with a guest’s key, of the guest’s one, that say these words, the newest first',
    access: 'public',
    limits: [MESSAGE_SEARCH_LIMIT],
    query: ownMessageSearchQuerySchema,
    response: messageHitPageSchema,
  },
  ({ ctx, actor, query: { key = null, ...query } }) => searchMessages(ctx, actor, key, query),
)
