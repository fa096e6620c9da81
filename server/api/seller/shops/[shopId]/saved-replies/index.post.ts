import { z } from 'zod'
import { addSavedReply } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { savedReplyInputSchema, savedReplySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Keep what a shop’s team says often',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: savedReplyInputSchema,
    response: savedReplySchema,
    status: 201,
  },
  ({ ctx, actor, params, body }) => addSavedReply(ctx, actor, params.shopId, body),
)
