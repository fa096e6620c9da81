import { z } from 'zod'
import { sendMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { guestQuerySchema, messageSchema, sendMessageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary:
      'Write in a conversation of one’s own, or of a guest’s order by its key; sent again with the same client id, it is stored once',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: guestQuerySchema,
    body: sendMessageSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params, query, body }) => sendMessage(ctx, actor, { ...params, ...query, shopId: null }, body),
)
