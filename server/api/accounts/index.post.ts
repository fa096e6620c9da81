import { getRequestHeader } from 'h3'
import { register } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { registerSchema, sessionViewSchema } from '#shared/contracts/accounts'

export default defineRoute(
  {
    summary: 'Open an account and sign in with it',
    access: 'public',
    body: registerSchema,
    response: sessionViewSchema,
    status: 201,
    limits: [{ name: 'register', max: 20, windowSeconds: 60 * 60, by: 'address' }],
  },
  async ({ ctx, actor, body, event }) => {
    const opened = await register(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null)
    return enterSession(ctx, actor, event, opened)
  },
)
