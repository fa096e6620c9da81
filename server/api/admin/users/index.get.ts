import { listUsers, presentUser } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { userListQuerySchema, userListSchema } from '#shared/contracts/accounts'

export default defineRoute(
  { summary: 'Users, newest first', access: 'moderator', query: userListQuerySchema, response: userListSchema },
  async ({ ctx, actor, query }) => {
    const { items, nextCursor } = await listUsers(ctx, actor, query)
    return { items: items.map(presentUser), nextCursor }
  },
)
