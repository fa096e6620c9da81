import type { H3Event } from 'h3'
import { presentOwnUser, readOwnSettings, type SignedIn } from '#server/domains/accounts'
import { countPieces } from '#server/domains/cart'
import { countUnread } from '#server/domains/chat'
import { countNews } from '#server/domains/notifications'
import { listShopsOfUser } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SessionView } from '#shared/contracts/accounts'
import { sessionTokenOf, takeSessionCookie } from './session'

/** Who is at the browser. A cookie whose session has ended is taken back. */
export async function presentSession(ctx: Context, actor: Actor, event: H3Event): Promise<SessionView> {
  if (!isSignedIn(actor)) {
    if (sessionTokenOf(event, ctx.config)) takeSessionCookie(event, ctx.config)
    return { user: null, shops: [], cartCount: await countPieces(ctx, actor), newsCount: 0, unread: { own: 0, shops: {}, support: 0 } }
  }

  const [settings, shops, cartCount, newsCount, unread] = await Promise.all([
    readOwnSettings(ctx, actor.userId),
    listShopsOfUser(ctx, actor.userId),
    countPieces(ctx, actor),
    countNews(ctx, actor.userId),
    countUnread(ctx, actor),
  ])
  return { user: presentOwnUser(actor, settings), shops, cartCount, newsCount, unread }
}

const isSignedIn = (actor: Actor): actor is Actor & SignedIn => actor.userId !== null
