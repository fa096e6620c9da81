import { requestPasswordReset } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { requestPasswordResetSchema } from '#shared/contracts/passwords'

export default defineRoute(
  {
    summary: 'Have a link mailed by which to choose a new password',
    access: 'public',
    body: requestPasswordResetSchema,
    limits: [{ name: 'reset-request', max: 10, windowSeconds: 60 * 60, by: 'address' }],
  },
  ({ ctx, body }) => requestPasswordReset(ctx, body),
)
