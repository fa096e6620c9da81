import { z } from 'zod'
import { liftRoomBan } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Let somebody come back to a room that one keeps order in',
    access: 'user',
    params: z.object({ roomId: idSchema, userId: idSchema }),
  },
  ({ ctx, actor, params }) => liftRoomBan(ctx, actor, params.roomId, params.userId),
)
