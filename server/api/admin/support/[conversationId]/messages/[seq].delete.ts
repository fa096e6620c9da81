import { z } from 'zod'
import { deleteMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Take one’s own message for the marketplace back; answers with what is left of it',
    access: 'moderator',
    params: z.object({ conversationId: idSchema, seq: seqParamSchema }),
    response: messageSchema,
  },
  ({ ctx, actor, params: { seq, ...way } }) => deleteMessage(ctx, actor, { ...way, shopId: null, asStaff: true }, seq),
)
