import { z } from 'zod'
import { changeRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { changeRoomSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Call a room of one’s own something else, or say who may join it',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
    body: changeRoomSchema,
  },
  ({ ctx, actor, params, body }) => changeRoom(ctx, actor, params.roomId, body),
)
