import { z } from 'zod'
import { reportMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { reportMessageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Have a moderator look at what somebody has written to the marketplace',
    access: 'moderator',
    params: z.object({ conversationId: idSchema, seq: seqParamSchema }),
    body: reportMessageSchema,
  },
  ({ ctx, actor, params: { seq, ...way }, body }) => reportMessage(ctx, actor, { ...way, shopId: null, asStaff: true }, seq, body),
)
