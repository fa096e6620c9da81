import { challengePasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { passkeyRequestSchema } from '#shared/contracts/passkeys'

export default defineRoute(
  {
    summary: 'Begin to sign in with a passkey: what the authenticator is asked',
    access: 'public',
    response: passkeyRequestSchema,
    limits: [{ name: 'passkey-challenge', max: 120, windowSeconds: 15 * 60, by: 'address' }],
  },
  ({ ctx }) => challengePasskey(ctx),
)
