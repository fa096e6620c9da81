import { listRooms } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { roomPageSchema, roomQuerySchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'The public rooms, by name',
    access: 'user',
    query: roomQuerySchema,
    response: roomPageSchema,
  },
  ({ ctx, actor, query }) => listRooms(ctx, actor, query),
)
