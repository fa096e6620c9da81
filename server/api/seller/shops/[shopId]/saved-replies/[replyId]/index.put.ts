import { z } from 'zod'
import { changeSavedReply } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { savedReplyInputSchema, savedReplySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Change a saved reply of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, replyId: idSchema }),
    body: savedReplyInputSchema,
    response: savedReplySchema,
  },
  ({ ctx, actor, params, body }) => changeSavedReply(ctx, actor, params, body),
)
