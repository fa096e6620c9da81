import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { DecideShop, ShopDecision } from '#shared/contracts/admin-shops'
import type { ShopStatus } from '#shared/lifecycles/shop'
import { moveShop } from './move-shop'
import { mayNotSetShopStatus, shopCannotBecome, shopNotFound, shopNotSubmitted } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'
import { maySetShopStatus } from './shops-policy'

const MOVES: Record<ShopDecision, { from: ShopStatus; to: ShopStatus; action: string }> = {
  approve: { from: 'pending', to: 'active', action: 'shops.approved' },
  send_back: { from: 'pending', to: 'pending', action: 'shops.sent_back' },
  suspend: { from: 'active', to: 'suspended', action: 'shops.suspended' },
  reopen: { from: 'suspended', to: 'active', action: 'shops.reopened' },
}
export const DECISION_ACTIONS = Object.values(MOVES).map(({ action }) => action)

/**
 * Opens a shop that asked for it or sends it back, suspends one that sells or lets it sell again. Its owners get the reason by
 * mail, the audit keeps it. Throws `shops.not_submitted` and `shops.status_conflict`.
 */
export function decideShop(ctx: Context, actor: Actor, shopId: string, { decision, reason }: DecideShop): Promise<ShopRow> {
  const { from, to, action } = MOVES[decision]

  return inTransaction(ctx, async (ctx) => {
    if (!maySetShopStatus(actor)) throw mayNotSetShopStatus()
    const shop = await lockShop(ctx, shopId)
    if (!shop) throw shopNotFound()
    if (shop.status !== from) throw shopCannotBecome(shop.status, to)
    if (from === 'pending' && !shop.submittedAt) throw shopNotSubmitted()

    const decided = decision === 'send_back' ? await sendBack(ctx, shopId, reason) : await moveShop(ctx, shop, to, keptReason(to, reason))

    const noticeId = ctx.newId()
    await ctx.queue.send(ctx.db, 'shops.mail-decision', { shopId, decision, reason, noticeId })
    await recordAudit(ctx, actor, { action, subject: { type: 'shop', id: shopId }, shopId, details: { reason } })
    return decided
  })
}

const keptReason = (to: ShopStatus, reason: string) => ({ statusReason: to === 'suspended' ? reason : '' })

async function sendBack(ctx: Context, shopId: string, reason: string): Promise<ShopRow> {
  const [shop] = await ctx.db.update(shops).set({ submittedAt: null, statusReason: reason }).where(eq(shops.id, shopId)).returning()
  return shop!
}
