import { z } from 'zod'
import { deleteMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { guestQuerySchema, messageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Take one’s own message in a conversation of one’s own back; answers with what is left of it',
    access: 'public',
    params: z.object({ conversationId: idSchema, seq: seqParamSchema }),
    query: guestQuerySchema,
    response: messageSchema,
  },
  ({ ctx, actor, params: { seq, ...way }, query }) => deleteMessage(ctx, actor, { ...way, ...query, shopId: null }, seq),
)
