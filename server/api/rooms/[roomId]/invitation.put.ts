import { z } from 'zod'
import { inviteToRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomInvitationSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Make a new link by which people join a room that one keeps order in; the one before ends',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    response: roomInvitationSchema,
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => inviteToRoom(ctx, actor, params.roomId),
)
