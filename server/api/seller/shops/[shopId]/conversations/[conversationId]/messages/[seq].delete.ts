import { z } from 'zod'
import { deleteMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Take one’s own message in a conversation of a shop back; answers with what is left of it',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema, seq: seqParamSchema }),
    response: messageSchema,
  },
  ({ ctx, actor, params: { seq, ...way } }) => deleteMessage(ctx, actor, way, seq),
)
