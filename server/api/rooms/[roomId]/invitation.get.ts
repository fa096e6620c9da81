import { z } from 'zod'
import { getRoomInvitation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomInvitationStateSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'The link by which people join a room that one keeps order in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    response: roomInvitationStateSchema,
  },
  async ({ ctx, actor, params }) => ({ invitation: await getRoomInvitation(ctx, actor, params.roomId) }),
)
