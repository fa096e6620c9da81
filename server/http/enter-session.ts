import type { H3Event } from 'h3'
import type { OpenedSession } from '#server/domains/accounts'
import { mergeCarts } from '#server/domains/cart'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SessionView } from '#shared/contracts/accounts'
import { asSignedIn } from './actor'
import { presentSession } from './present-session'
import { giveSessionCookie } from './session'

/** Hands the browser the session that was opened for it, and the user what lies in the cart of this browser. */
export async function enterSession(ctx: Context, actor: Actor, event: H3Event, opened: OpenedSession): Promise<SessionView> {
  if (actor.guestKey) await mergeCarts(ctx, opened.signedIn.userId, actor.guestKey)
  giveSessionCookie(event, ctx.config, opened)
  return presentSession(ctx, asSignedIn(actor, opened.signedIn), event)
}
