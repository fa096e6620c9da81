import { addPasskey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { addPasskeySchema } from '#shared/contracts/passkeys'
import { ownPasskeySchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Add the passkey that the authenticator made',
    access: 'user',
    body: addPasskeySchema,
    response: ownPasskeySchema,
    status: 201,
    limits: [{ name: 'passkey', max: 20, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => addPasskey(ctx, actor, body),
)
