import { confirmEmailChange } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { confirmEmailChangeSchema, emailChangedSchema } from '#shared/contracts/passwords'

export default defineRoute(
  {
    summary: 'Change the email address, or take the change back, by a mailed link',
    access: 'public',
    body: confirmEmailChangeSchema,
    response: emailChangedSchema,
    limits: [{ name: 'email-confirm', max: 20, windowSeconds: 15 * 60, by: 'address' }],
  },
  ({ ctx, actor, body }) => confirmEmailChange(ctx, actor, body.token),
)
