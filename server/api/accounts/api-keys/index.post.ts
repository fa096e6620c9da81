import { makeApiKey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { madeApiKeySchema, newApiKeySchema } from '#shared/contracts/api-access'

export default defineRoute(
  {
    summary: 'Make an API key, which is shown this once',
    access: 'user',
    body: newApiKeySchema,
    response: madeApiKeySchema,
    status: 201,
    limits: [{ name: 'make-api-key', max: 20, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => makeApiKey(ctx, actor, body),
)
