import { getRequestHeader } from 'h3'
import { signInWithPasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { sessionViewSchema } from '#shared/contracts/accounts'
import { passkeySignInSchema } from '#shared/contracts/passkeys'

export default defineRoute(
  {
    summary: 'Sign in with a passkey',
    access: 'public',
    body: passkeySignInSchema,
    response: sessionViewSchema,
    limits: [{ name: 'sign-in-from', max: 60, windowSeconds: 15 * 60, by: 'address' }],
  },
  async ({ ctx, actor, body, event }) => {
    const opened = await signInWithPasskey(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null)
    return enterSession(ctx, actor, event, opened)
  },
)
