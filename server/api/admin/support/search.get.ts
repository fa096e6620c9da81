import { searchSupportMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { MESSAGE_SEARCH_LIMIT, messageHitPageSchema, messageSearchQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Messages between people and the marketplace that say these words, the newest first',
    access: 'moderator',
    limits: [MESSAGE_SEARCH_LIMIT],
    query: messageSearchQuerySchema,
    response: messageHitPageSchema,
  },
  ({ ctx, actor, query }) => searchSupportMessages(ctx, actor, query),
)
