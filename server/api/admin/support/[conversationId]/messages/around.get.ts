import { z } from 'zod'
import { listMessagesAround } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messagesAroundQuerySchema, messagesAroundSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'What was said around one message of a conversation with the marketplace, or around a moment',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    query: messagesAroundQuerySchema,
    response: messagesAroundSchema,
  },
  ({ ctx, actor, params, query }) => listMessagesAround(ctx, actor, { ...params, shopId: null, asStaff: true }, query),
)
