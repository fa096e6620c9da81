import { listPresence } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { presenceListSchema, presenceQuerySchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Whether the people are there who write with the marketplace',
    access: 'moderator',
    query: presenceQuerySchema,
    response: presenceListSchema,
  },
  async ({ ctx, actor, query }) => ({ items: await listPresence(ctx, actor, { shopId: null, asStaff: true }, query.conversations) }),
)
