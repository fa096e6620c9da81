import { offerPasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { passkeyCreationSchema } from '#shared/contracts/passkeys'
import { identityProofSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Begin to add a passkey: what the authenticator is asked',
    access: 'user',
    body: identityProofSchema,
    response: passkeyCreationSchema,
    limits: [{ name: 'passkey', max: 20, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => offerPasskey(ctx, actor, body),
)
