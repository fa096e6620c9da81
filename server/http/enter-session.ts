import { getRequestHeader, type H3Event } from 'h3'
import { noteDevice, type OpenedSession } from '#server/domains/accounts'
import { mergeCarts } from '#server/domains/cart'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SessionView } from '#shared/contracts/accounts'
import { asSignedIn, withDeviceKey } from './actor'
import { presentSession } from './present-session'
import { giveSessionCookie, pendingTokenOf, takePendingCookie } from './session'

/** Hands the browser the session that was opened for it, and the user what lies in the cart of this browser. */
export async function enterSession(ctx: Context, actor: Actor, event: H3Event, opened: OpenedSession): Promise<SessionView> {
  if (actor.guestKey) await mergeCarts(ctx, opened.signedIn.userId, actor.guestKey)
  giveSessionCookie(event, ctx.config, opened)
  await noteBrowser(ctx, actor, event, opened.signedIn.userId)
  if (pendingTokenOf(event, ctx.config)) takePendingCookie(event, ctx.config)
  return presentSession(ctx, asSignedIn(actor, opened.signedIn), event)
}

/** Lets the account know this browser again; its owner is told of one that is new. */
export async function noteBrowser(ctx: Context, actor: Actor, event: H3Event, userId: string): Promise<void> {
  const deviceKey = withDeviceKey(event, ctx, actor).deviceKey!
  await noteDevice(ctx, actor, userId, { deviceKey, userAgent: getRequestHeader(event, 'user-agent') ?? null })
}
