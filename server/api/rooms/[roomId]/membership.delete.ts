import { z } from 'zod'
import { leaveRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Leave a room; its owner hands it on or closes it first',
    access: 'user',
    params: z.object({ roomId: idSchema }),
  },
  ({ ctx, actor, params }) => leaveRoom(ctx, actor, params.roomId),
)
