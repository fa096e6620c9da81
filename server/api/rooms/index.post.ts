import { getRoom, makeRoom } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { makeRoomSchema, roomSchema } from '#shared/contracts/rooms'

export default defineRoute(
  {
    summary: 'Make a room, which is then one’s own',
    access: 'user',
    body: makeRoomSchema,
    response: roomSchema,
    status: 201,
    limits: [{ name: 'rooms', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body }) => getRoom(ctx, actor, await makeRoom(ctx, actor, body)),
)
