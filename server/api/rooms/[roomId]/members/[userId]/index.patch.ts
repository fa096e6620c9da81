import { z } from 'zod'
import { changeRoomRole } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomRoleChangeSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Make somebody of a room of one’s own a moderator, or no longer one, or hand it on to them',
    access: 'user',
    params: z.object({ roomId: idSchema, userId: idSchema }),
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
    body: roomRoleChangeSchema,
  },
  ({ ctx, actor, params, body }) => changeRoomRole(ctx, actor, params.roomId, params.userId, body),
)
