import { getRequestHeader } from 'h3'
import { signIn } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { sessionViewSchema, signInSchema } from '#shared/contracts/accounts'

const WINDOW_SECONDS = 15 * 60

export default defineRoute(
  {
    summary: 'Sign in',
    access: 'public',
    body: signInSchema,
    response: sessionViewSchema,
    limits: [
      { name: 'sign-in-from', max: 60, windowSeconds: WINDOW_SECONDS, by: 'address' },
      // By account and address: a stranger elsewhere cannot lock the owner out.
      { name: 'sign-in-to', max: 10, windowSeconds: WINDOW_SECONDS, by: ({ email }, { address }) => `${email.toLowerCase()}|${address}` },
    ],
  },
  async ({ ctx, actor, body, event }) => {
    const opened = await signIn(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null)
    return enterSession(ctx, actor, event, opened)
  },
)
