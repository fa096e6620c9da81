import { z } from 'zod'
import { listRoomMembers } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomMembersSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Who is in a room that one is in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    response: roomMembersSchema,
  },
  ({ ctx, actor, params }) => listRoomMembers(ctx, actor, params.roomId),
)
