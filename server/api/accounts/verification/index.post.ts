import { getRequestHeader } from 'h3'
import { verifyAddress } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { enterSession } from '#server/http/enter-session'
import { presentSession } from '#server/http/present-session'
import { pendingTokenOf } from '#server/http/session'
import { sessionViewSchema } from '#shared/contracts/accounts'
import { verifyAddressSchema } from '#shared/contracts/registration'

const WINDOW_SECONDS = 15 * 60

export default defineRoute(
  {
    summary: 'Open an account by the mailed code or link, and sign in with it',
    access: 'public',
    body: verifyAddressSchema,
    response: sessionViewSchema,
    limits: [
      { name: 'verify-from', max: 40, windowSeconds: WINDOW_SECONDS, by: 'address' },
      { name: 'verify-link', max: 10, windowSeconds: WINDOW_SECONDS, by: ({ token }) => token ?? null },
    ],
  },
  async ({ ctx, actor, body, event }) => {
    const browser = { pending: pendingTokenOf(event, ctx.config), userAgent: getRequestHeader(event, 'user-agent') ?? null }
    const opened = await verifyAddress(ctx, actor, body, browser)
    return opened ? enterSession(ctx, actor, event, opened) : presentSession(ctx, { ...actor, emailVerified: true }, event)
  },
)
