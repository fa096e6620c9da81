import { listSessions } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { ownSessionListSchema } from '#shared/contracts/accounts'

export default defineRoute(
  { summary: 'Where one is signed in', access: 'user', response: ownSessionListSchema },
  async ({ ctx, actor }) => ({ items: await listSessions(ctx, actor) }),
)
