import { z } from 'zod'
import { editMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { editMessageSchema, guestQuerySchema, messageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Put one’s own message in a conversation of one’s own differently, soon after it was written',
    access: 'public',
    params: z.object({ conversationId: idSchema, seq: seqParamSchema }),
    query: guestQuerySchema,
    body: editMessageSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params: { seq, ...way }, query, body }) => editMessage(ctx, actor, { ...way, ...query, shopId: null }, seq, body),
)
