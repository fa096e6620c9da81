import { z } from 'zod'
import { revokeRoomInvitation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'End the link by which people join a room that one keeps order in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
  },
  ({ ctx, actor, params }) => revokeRoomInvitation(ctx, actor, params.roomId),
)
