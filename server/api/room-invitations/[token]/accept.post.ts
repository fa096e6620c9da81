import { z } from 'zod'
import { acceptRoomInvitation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { roomInvitationTokenSchema, roomSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Join the room that a link invites to',
    access: 'user',
    params: z.object({ token: roomInvitationTokenSchema }),
    response: roomSchema,
    limits: [{ name: 'room-invitation', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => acceptRoomInvitation(ctx, actor, params.token),
)
