import { z } from 'zod'
import { closeRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Close a room of one’s own for good: what was written stays to be read',
    access: 'user',
    params: z.object({ roomId: idSchema }),
  },
  ({ ctx, actor, params }) => closeRoom(ctx, actor, params.roomId),
)
