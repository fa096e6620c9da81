import { resendVerification } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { givePendingCookie, pendingTokenOf } from '#server/http/session'
import { RESEND_SECONDS, resentSchema } from '#shared/contracts/registration'

export default defineRoute(
  {
    summary: 'Have the mail of a registration sent once more',
    access: 'public',
    response: resentSchema,
    status: 202,
    limits: [{ name: 'verify-resend', max: 30, windowSeconds: 60 * 60, by: 'address' }],
  },
  async ({ ctx, actor, event }) => {
    givePendingCookie(event, ctx.config, await resendVerification(ctx, actor, pendingTokenOf(event, ctx.config)))
    return { resendInSeconds: RESEND_SECONDS }
  },
)
