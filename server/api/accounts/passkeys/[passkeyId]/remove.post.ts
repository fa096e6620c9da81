import { z } from 'zod'
import { removePasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { passkeyIdSchema } from '#shared/contracts/passkeys'
import { identityProofSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Remove a passkey',
    access: 'user',
    params: z.object({ passkeyId: passkeyIdSchema }),
    body: identityProofSchema,
    limits: [{ name: 'passkey', max: 20, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params, body }) => removePasskey(ctx, actor, params.passkeyId, body),
)
