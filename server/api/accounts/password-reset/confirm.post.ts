import { resetPassword } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { noteBrowser } from '#server/http/enter-session'
import { resetPasswordSchema } from '#shared/contracts/passwords'

export default defineRoute(
  {
    summary: 'Choose a new password by a mailed link; every session ends',
    access: 'public',
    body: resetPasswordSchema,
    limits: [{ name: 'reset-confirm', max: 20, windowSeconds: 15 * 60, by: 'address' }],
  },
  async ({ ctx, actor, body, event }) => {
    const { userId } = await resetPassword(ctx, actor, body)
    // So that the owner gets in from here even while others guess at the password.
    await noteBrowser(ctx, actor, event, userId)
  },
)
