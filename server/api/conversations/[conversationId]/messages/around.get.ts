import { z } from 'zod'
import { listMessagesAround } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messagesAroundSchema, ownMessagesAroundQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'What was said around one message of a conversation of one’s own, or of a guest’s order by its key, or around a moment',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: ownMessagesAroundQuerySchema,
    response: messagesAroundSchema,
  },
  ({ ctx, actor, params, query: { key, ...query } }) => listMessagesAround(ctx, actor, { ...params, key, shopId: null }, query),
)
