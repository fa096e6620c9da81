import { z } from 'zod'
import { listSavedReplies } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { savedRepliesSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'What a shop’s team says often, by title',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: savedRepliesSchema,
  },
  ({ ctx, actor, params }) => listSavedReplies(ctx, actor, params.shopId),
)
