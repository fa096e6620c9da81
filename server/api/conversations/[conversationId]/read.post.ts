import { z } from 'zod'
import { readConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { guestQuerySchema, readConversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Say up to which message one has read a conversation of one’s own',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: guestQuerySchema,
    body: readConversationSchema,
  },
  ({ ctx, actor, params, query, body }) => readConversation(ctx, actor, { ...params, ...query, shopId: null }, body),
)
