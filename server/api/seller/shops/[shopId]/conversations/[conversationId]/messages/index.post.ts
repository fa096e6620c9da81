import { z } from 'zod'
import { sendMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messageSchema, sendMessageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Write in a conversation of a shop; sent again with the same client id, it is stored once',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    body: sendMessageSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params, body }) => sendMessage(ctx, actor, params, body),
)
