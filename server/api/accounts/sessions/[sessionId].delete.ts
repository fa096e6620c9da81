import { z } from 'zod'
import { revokeSession } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { sessionIdSchema } from '#shared/contracts/accounts'

export default defineRoute(
  { summary: 'Sign out somewhere else', access: 'user', params: z.object({ sessionId: sessionIdSchema }) },
  ({ ctx, actor, params }) => revokeSession(ctx, actor, params.sessionId),
)
