import { listPresence } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { ownPresenceQuerySchema, presenceListSchema } from '#shared/contracts/chat'

export default defineRoute(
  {
    summary: 'Whether the shops are there that you write with, or, with a guest’s key, that the guest writes with',
    access: 'public',
    query: ownPresenceQuerySchema,
    response: presenceListSchema,
  },
  async ({ ctx, actor, query: { conversations, key } }) => ({
    items: await listPresence(ctx, actor, { shopId: null, key }, conversations),
  }),
)
