import { register } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { givePendingCookie } from '#server/http/session'
import { registerSchema, registrationSchema, RESEND_SECONDS } from '#shared/contracts/registration'

export default defineRoute(
  {
    summary: 'Ask for an account; it opens when the mailed code or link is shown',
    access: 'public',
    body: registerSchema,
    response: registrationSchema,
    status: 202,
    limits: [{ name: 'register', max: 20, windowSeconds: 60 * 60, by: 'address' }],
  },
  async ({ ctx, body, event }) => {
    givePendingCookie(event, ctx.config, await register(ctx, body))
    return { email: body.email, resendInSeconds: RESEND_SECONDS }
  },
)
