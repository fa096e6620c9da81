import { and, eq, gt } from 'drizzle-orm'
import { conversations, messages, shopInboxes, shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { builtOnce } from '#server/platform/database/built-once'
import type { InboxSettings, ShopInbox } from '#shared/contracts/chat'
import { AUTO_REPLY_HOURS } from '#shared/lifecycles/chat'
import { isOpenAt } from '#shared/opening-hours'
import { addMessage } from './add-message'
import { filterAutomatic } from './filter-message'
import { responseTimeOf } from './response-time'

/** What a shop says by itself, and how soon it answers; for its team. `settings` are null until somebody has chosen. */
export async function getShopInbox(ctx: Context, actor: Actor, shopId: string): Promise<ShopInbox> {
  await requireMember(ctx, actor, shopId)
  const [row] = await ctx.db.select().from(shopInboxes).where(eq(shopInboxes.shopId, shopId))
  if (!row) return { settings: null, responseTime: await responseTimeOf(ctx, shopId) }
  const { autoReplyOn, autoReply, timeZone, hours } = row
  return { settings: { autoReplyOn, autoReply, timeZone, hours: [...hours] }, responseTime: await responseTimeOf(ctx, shopId) }
}

/** Chooses what a shop says by itself, and when nobody is there; for owners and managers. */
export async function setShopInbox(ctx: Context, actor: Actor, shopId: string, settings: InboxSettings): Promise<void> {
  await requireMember(ctx, actor, shopId, 'manager')
  await inTransaction(ctx, async (ctx) => {
    await ctx.db
      .insert(shopInboxes)
      .values({ shopId, ...settings })
      .onConflictDoUpdate({ target: shopInboxes.shopId, set: settings })
    await recordAudit(ctx, actor, {
      action: 'chat.inbox_changed',
      subject: { type: 'shop', id: shopId },
      shopId,
      details: { on: settings.autoReplyOn },
    })
  })
}

const inboxThatAnswers = builtOnce<{ conversationId: string }>()((db, { conversationId }) =>
  db
    .select({ conversation: conversations, inbox: shopInboxes, shop: { closedFrom: shops.closedFrom, closedTo: shops.closedTo } })
    .from(conversations)
    .innerJoin(shops, and(eq(shops.id, conversations.shopId), eq(shops.status, 'active')))
    .innerJoin(shopInboxes, and(eq(shopInboxes.shopId, conversations.shopId), eq(shopInboxes.autoReplyOn, true)))
    .where(eq(conversations.id, conversationId)),
)

/** Says to a shopper who has just written that nobody is there, once in some hours. */
export async function replyAutomatically(ctx: Context, conversationId: string): Promise<void> {
  const [found] = await inboxThatAnswers(ctx, { conversationId })
  if (!found) return
  const { conversation, inbox, shop } = found
  const isOnHoliday = shop.closedFrom !== null && shop.closedTo !== null && shop.closedFrom <= ctx.now && ctx.now < shop.closedTo
  if (!isOnHoliday && isOpenAt(inbox.hours, inbox.timeZone, ctx.now)) return

  const recently = new Date(ctx.now.getTime() - AUTO_REPLY_HOURS * 60 * 60 * 1000)
  const said = and(eq(messages.conversationId, conversationId), eq(messages.kind, 'auto'), gt(messages.createdAt, recently))
  if ((await ctx.db.$count(messages, said)) > 0) return
  const body = await filterAutomatic(ctx, conversation, inbox.autoReply)
  if (body === null) return
  await addMessage(ctx, { conversation, userId: null, side: 'shop' }, { clientId: ctx.newId(), kind: 'auto', body })
}
