import { signOut } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { takeGuestCookie, takeSessionCookie } from '#server/http/session'

export default defineRoute({ summary: 'Sign out', access: 'public' }, async ({ ctx, actor, event }) => {
  await signOut(ctx, actor)
  takeSessionCookie(event, ctx.config)
  takeGuestCookie(event, ctx.config)
})
