import { z } from 'zod'
import { chooseRoomNotices } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomMembershipChangeSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Choose what one is told of a room that one is in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
    body: roomMembershipChangeSchema,
  },
  ({ ctx, actor, params, body }) => chooseRoomNotices(ctx, actor, params.roomId, body),
)
