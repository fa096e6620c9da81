import { confirmTwoFactor } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { confirmTwoFactorSchema } from '#shared/contracts/accounts'
import { twoFactorSetUpSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Set up the second factor that a role needs, and choose a password of one’s own',
    access: 'user',
    body: confirmTwoFactorSchema,
    response: twoFactorSetUpSchema,
    limits: [{ name: 'two-factor', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => {
    const { opened, recoveryCodes } = await confirmTwoFactor(ctx, actor, body)
    return { session: await enterSession(ctx, actor, event, opened), recoveryCodes }
  },
)
