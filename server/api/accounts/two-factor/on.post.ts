import { turnOnTwoFactor } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { turnOnTwoFactorSchema, twoFactorSetUpSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Turn two-factor sign-in on by a first code, and get recovery codes',
    access: 'user',
    body: turnOnTwoFactorSchema,
    response: twoFactorSetUpSchema,
    limits: [{ name: 'two-factor', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => {
    const { opened, recoveryCodes } = await turnOnTwoFactor(ctx, actor, body)
    return { session: await enterSession(ctx, actor, event, opened), recoveryCodes }
  },
)
