import { z } from 'zod'
import { joinRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Join a public room',
    access: 'user',
    params: z.object({ roomId: idSchema }),
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => joinRoom(ctx, actor, params.roomId),
)
