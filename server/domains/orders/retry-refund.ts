import { recordAudit } from '#server/domains/audit'
import { paymentOfOrder, replaceRefund } from '#server/domains/payments'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RetryRefund } from '#shared/contracts/order-changes'
import { moveOrder } from './move-order'
import { orderDisputed, orderNotFound } from './orders-errors'
import { lockOrder } from './orders-locks'
import { mayChangeOrders } from './orders-policy'

/** An admin has a refund sent again that did not go through, and says why it will now. Repeating it sends nothing twice. */
export function retryRefund(ctx: Context, actor: Actor, number: string, refundId: string, input: RetryRefund): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const found = mayChangeOrders(actor) ? await lockOrder(ctx, number) : null
    if (!found) throw orderNotFound()
    const { order } = found
    if ((await paymentOfOrder(ctx, order.id)).disputedMinor > 0) throw orderDisputed()

    const { refund, isNew } = await replaceRefund(ctx, order.id, refundId, actor.userId)
    if (!isNew) return

    const { status, fulfilmentStatus } = order
    const details = { refundId: refund.id, amountMinor: refund.amountMinor }
    await moveOrder(ctx, order, { status, fulfilmentStatus }, [{ kind: 'refund_requested', details }], actor.userId)
    await recordAudit(ctx, actor, {
      action: 'orders.refund_sent_again',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details: { number, refundId, note: input.note },
    })
  })
}
