import { z } from 'zod'
import { sendMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messageSchema, sendMessageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Answer for the marketplace; sent again with the same client id, it is stored once',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    body: sendMessageSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params, body }) => sendMessage(ctx, actor, { ...params, shopId: null, asStaff: true }, body),
)
