import { asc, eq, inArray } from 'drizzle-orm'
import { disputeShares, orders } from '#db/schema'
import {
  commissionBack,
  postDispute,
  postDisputeLost,
  postDisputeWon,
  reverseCommission,
  type BookedDispute,
  type PromotionBack,
} from '#server/domains/ledger'
import {
  countDisputed,
  keepDispute,
  paymentOfOrder,
  splitDispute,
  type DisputeRow,
  type DisputeShareRow,
  type OrderPayment,
  type PaymentRow,
} from '#server/domains/payments'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { ProviderDispute } from '#server/platform/payment-gateway/payment-gateway'
import { allocate } from '#shared/money'
import { shippingBack } from './give-money-back'
import { moveOrder } from './move-order'
import type { OrderRow } from './orders-locks'
import { paymentStatusOf } from './payment-status'
import { promotionBack } from './promotion-back'

/**
 * Does what follows from what the provider says of a dispute: holds what the shops have of the money, and gives it free or
 * takes it once the buyer's bank has decided. Under the checkout's lock; repeating it, in whatever order, changes nothing.
 */
export async function settleDispute(ctx: Context, payment: PaymentRow, told: ProviderDispute): Promise<void> {
  const { dispute, isNew, isDecided } = await keepDispute(ctx, payment, told)
  if (!isNew && !isDecided) return

  if (isNew) await open(ctx, dispute)
  if (isDecided) await decide(ctx, dispute)
  await ctx.queue.publish(ctx.db, 'dispute.changed', { disputeId: dispute.id, status: dispute.status })
}

async function open(ctx: Context, dispute: DisputeRow): Promise<void> {
  const amounts = await splitDispute(ctx, dispute)
  for (const order of await lockOrders(ctx, [...amounts.keys()])) {
    const amountMinor = amounts.get(order.id)!
    const paid = await paymentOfOrder(ctx, order.id)
    const { goneMinor, promotion } = await goneWith(ctx, order, paid, amountMinor)
    const commission = await commissionBack(ctx, order, goneMinor, promotion)
    const heldMinor = amountMinor + (promotion?.amountMinor ?? 0) - commission.amountMinor

    const share = { id: ctx.newId(), disputeId: dispute.id, orderId: order.id, amountMinor, heldMinor }
    await ctx.db.insert(disputeShares).values(share)
    await countDisputed(ctx, dispute, share, 'open')
    await postDispute(ctx, booked(order, share))
    await note(ctx, order, 'disputed', amountMinor)
  }
}

async function decide(ctx: Context, dispute: DisputeRow): Promise<void> {
  const shares = await ctx.db
    .select()
    .from(disputeShares)
    .where(eq(disputeShares.disputeId, dispute.id))
    .orderBy(asc(disputeShares.orderId))
  if (shares.length === 0) return
  const { disputeFeeMinor } = await readSettings(ctx)
  const fees = allocate(
    disputeFeeMinor,
    shares.map(({ amountMinor }) => amountMinor),
  )
  const locked = await lockOrders(
    ctx,
    shares.map(({ orderId }) => orderId),
  )
  for (const [index, share] of shares.entries()) {
    const order = locked.find(({ id }) => id === share.orderId)!
    if (dispute.status === 'lost') await lose(ctx, order, share, fees[index]!)
    else await postDisputeWon(ctx, booked(order, share))
    await countDisputed(ctx, dispute, share, dispute.status)
    await note(ctx, order, dispute.status === 'lost' ? 'dispute_lost' : 'dispute_won', share.amountMinor)
  }
}

async function lose(ctx: Context, order: OrderRow, share: DisputeShareRow, feeMinor: number): Promise<void> {
  const { goneMinor, promotion } = await goneWith(ctx, order, await paymentOfOrder(ctx, order.id), share.amountMinor)
  await postDisputeLost(ctx, {
    ...booked(order, share),
    commissionMinor: await reverseCommission(ctx, order, goneMinor, promotion),
    promotionMinor: promotion?.amountMinor ?? 0,
    feeMinor,
  })
}

/** What of an order's money will have gone back with so much more of it, and what of a discount comes back with that. */
async function goneWith(
  ctx: Context,
  order: OrderRow,
  paid: OrderPayment,
  amountMinor: number,
): Promise<{ goneMinor: number; promotion: PromotionBack | null }> {
  const goneMinor = paid.refundedMinor + amountMinor
  const shippingMinor = await shippingBack(ctx, order)
  return { goneMinor, promotion: await promotionBack(ctx, order, { refundedMinor: goneMinor, shippingMinor, isCalledOff: false }) }
}

const booked = (
  { id: orderId, shopId, currency, releasedAt }: OrderRow,
  { id, amountMinor, heldMinor }: Pick<DisputeShareRow, 'id' | 'amountMinor' | 'heldMinor'>,
): BookedDispute => ({ id, orderId, shopId, currency, amountMinor, heldMinor, isReleased: releasedAt !== null })

async function note(ctx: Context, order: OrderRow, kind: 'disputed' | 'dispute_won' | 'dispute_lost', amountMinor: number): Promise<void> {
  const { status, fulfilmentStatus } = order
  const paymentStatus = paymentStatusOf(await paymentOfOrder(ctx, order.id))
  await moveOrder(ctx, order, { status, fulfilmentStatus, paymentStatus }, [{ kind, details: { amountMinor } }], null)
}

const lockOrders = (ctx: Context, ids: readonly string[]): Promise<OrderRow[]> =>
  ctx.db
    .select()
    .from(orders)
    .where(inArray(orders.id, [...ids]))
    .orderBy(asc(orders.id))
    .for('update')
