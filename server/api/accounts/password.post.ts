import { changePassword } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { sessionViewSchema } from '#shared/contracts/accounts'
import { changePasswordSchema } from '#shared/contracts/passwords'

export default defineRoute(
  {
    summary: 'Change one’s password; every other session ends',
    access: 'user',
    body: changePasswordSchema,
    response: sessionViewSchema,
    limits: [{ name: 'own-password', max: 10, windowSeconds: 15 * 60, by: 'actor' }],
  },
  async ({ ctx, actor, body, event }) => enterSession(ctx, actor, event, await changePassword(ctx, actor, body)),
)
