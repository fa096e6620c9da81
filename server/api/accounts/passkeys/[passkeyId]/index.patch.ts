import { z } from 'zod'
import { renamePasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { passkeyIdSchema, renamePasskeySchema } from '#shared/contracts/passkeys'
import { ownPasskeySchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Rename a passkey',
    access: 'user',
    params: z.object({ passkeyId: passkeyIdSchema }),
    body: renamePasskeySchema,
    response: ownPasskeySchema,
  },
  ({ ctx, actor, params, body }) => renamePasskey(ctx, actor, params.passkeyId, body),
)
