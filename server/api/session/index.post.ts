import { getRequestHeader } from 'h3'
import { signIn } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { SIGN_IN_LIMITS } from '#server/http/sign-in-limits'
import { sessionViewSchema, signInSchema } from '#shared/contracts/accounts'

export default defineRoute(
  {
    summary: 'Sign in',
    access: 'public',
    body: signInSchema,
    response: sessionViewSchema,
    limits: SIGN_IN_LIMITS,
  },
  async ({ ctx, actor, body, event }) => {
    const opened = await signIn(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null)
    return enterSession(ctx, actor, event, opened)
  },
)
