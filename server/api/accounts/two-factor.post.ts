import { getRequestHeader } from 'h3'
import { confirmTwoFactor } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { confirmTwoFactorSchema, sessionViewSchema } from '#shared/contracts/accounts'

export default defineRoute(
  {
    summary: 'Set up the second factor by a first code, and choose a password of one’s own',
    access: 'user',
    body: confirmTwoFactorSchema,
    response: sessionViewSchema,
    limits: [{ name: 'two-factor', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => {
    const opened = await confirmTwoFactor(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null)
    return enterSession(ctx, actor, event, opened)
  },
)
