import { requestEmailChange } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { requestEmailChangeSchema } from '#shared/contracts/passwords'

export default defineRoute(
  {
    summary: 'Ask for another email address; it changes when the mailed link is opened',
    access: 'user',
    body: requestEmailChangeSchema,
    limits: [{ name: 'own-email', max: 5, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, body }) => requestEmailChange(ctx, actor, body),
)
