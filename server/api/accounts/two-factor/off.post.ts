import { turnOffTwoFactor } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { sessionViewSchema } from '#shared/contracts/accounts'
import { turnOffTwoFactorSchema } from '#shared/contracts/second-factor'

export default defineRoute(
  {
    summary: 'Turn two-factor sign-in off',
    access: 'user',
    body: turnOffTwoFactorSchema,
    response: sessionViewSchema,
    limits: [{ name: 'two-factor', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => enterSession(ctx, actor, event, await turnOffTwoFactor(ctx, actor, body)),
)
