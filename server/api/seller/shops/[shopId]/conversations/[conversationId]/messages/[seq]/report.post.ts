import { z } from 'zod'
import { reportMessage } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { reportMessageSchema, seqParamSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Have a moderator look at what the other side has written in a conversation of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema, seq: seqParamSchema }),
    body: reportMessageSchema,
  },
  ({ ctx, actor, params: { seq, ...way }, body }) => reportMessage(ctx, actor, way, seq, body),
)
