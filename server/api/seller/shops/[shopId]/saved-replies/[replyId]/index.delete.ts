import { z } from 'zod'
import { deleteSavedReply } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Delete a saved reply of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, replyId: idSchema }),
  },
  ({ ctx, actor, params }) => deleteSavedReply(ctx, actor, params),
)
