import { presentSession } from '#server/http/present-session'
import { defineRoute } from '#server/http/define-route'
import { sessionViewSchema } from '#shared/contracts/accounts'

export default defineRoute(
  { summary: 'Who is signed in, and what they act for', access: 'public', response: sessionViewSchema },
  ({ ctx, actor, event }) => presentSession(ctx, actor, event),
)
