import { z } from 'zod'
import { removeFromRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Send somebody out of a room that one keeps order in; they may come back',
    access: 'user',
    params: z.object({ roomId: idSchema, userId: idSchema }),
  },
  ({ ctx, actor, params }) => removeFromRoom(ctx, actor, params.roomId, params.userId, { ban: false }),
)
