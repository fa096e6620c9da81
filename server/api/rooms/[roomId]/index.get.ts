import { z } from 'zod'
import { getRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { roomSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'A room that is public or that one is in',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    response: roomSchema,
  },
  ({ ctx, actor, params }) => getRoom(ctx, actor, params.roomId),
)
