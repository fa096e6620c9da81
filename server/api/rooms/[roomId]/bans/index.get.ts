import { z } from 'zod'
import { listRoomBans } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomBansSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Who may not come back to a room that one keeps order in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    response: roomBansSchema,
  },
  ({ ctx, actor, params }) => listRoomBans(ctx, actor, params.roomId),
)
