import { z } from 'zod'
import { editMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { editMessageSchema, messageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Put one’s own message for the marketplace differently, soon after it was written',
    access: 'moderator',
    params: z.object({ conversationId: idSchema, seq: seqParamSchema }),
    body: editMessageSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params: { seq, ...way }, body }) => editMessage(ctx, actor, { ...way, shopId: null, asStaff: true }, seq, body),
)
