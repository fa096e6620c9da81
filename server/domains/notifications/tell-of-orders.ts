import { and, asc, eq, inArray } from 'drizzle-orm'
import { orderEvents, orderGroups, orders, refunds, shopMembers } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { DomainEvents } from '#server/platform/queue/events'
import { BUYER_NEWS, SHOP_NEWS } from '#shared/lifecycles/news'
import { tell, tellOfAll } from './tell'

/** Tells buyers what they bought, and those who run the shops that there is something to send. */
export async function newsOfPlacedOrders(ctx: Context, groupIds: readonly string[]): Promise<void> {
  const [groups, placed] = await Promise.all([
    ctx.db.select().from(orderGroups).where(anyOf(orderGroups.id, groupIds)).orderBy(asc(orderGroups.id)),
    ctx.db
      .select({ id: orders.id, groupId: orders.groupId, shopId: orders.shopId, totalMinor: orders.totalMinor })
      .from(orders)
      .where(anyOf(orders.groupId, groupIds))
      .orderBy(asc(orders.id)),
  ])
  const keepers = await keepersOfShops(
    ctx,
    placed.map(({ shopId }) => shopId),
  )
  await tellOfAll(ctx, [
    ...groups.map((group) => ({
      userIds: ofBuyer(group),
      happening: { kind: 'bought' as const, subjectId: group.id, groupId: group.id, orderId: null, amountMinor: group.totalMinor },
    })),
    ...placed.map(({ id, groupId, shopId, totalMinor }) => ({
      userIds: keepers.get(shopId) ?? [],
      happening: { kind: 'new_order' as const, subjectId: id, groupId, orderId: id, amountMinor: totalMinor },
    })),
  ])
}

/** Tells the buyer that a parcel is on its way. */
export async function newsOfShipment(ctx: Context, { orderId, shipmentId }: DomainEvents['order.shipped']): Promise<void> {
  const found = await findOrder(ctx, orderId)
  if (found) await tell(ctx, ofBuyer(found.group), { kind: 'shipped', subjectId: shipmentId, groupId: found.group.id, orderId })
}

/** Tells the buyer that a parcel did not get there. */
export async function newsOfTrouble(ctx: Context, { orderId, shipmentId, kind }: DomainEvents['order.parcel_troubled']): Promise<void> {
  const found = await findOrder(ctx, orderId)
  if (found) await tell(ctx, ofBuyer(found.group), { kind, subjectId: shipmentId, groupId: found.group.id, orderId })
}

/** Tells the buyer, and those who run the shop unless it was the shop, that all or some of it will not be sent. */
export async function newsOfCancellation(ctx: Context, { orderId, eventId }: DomainEvents['order.cancelled']): Promise<void> {
  const found = await findOrder(ctx, orderId)
  const [event] = await ctx.db.select().from(orderEvents).where(eq(orderEvents.id, eventId))
  if (!found || !event) return
  const isAll = event.kind === 'cancelled'
  const happening = { subjectId: eventId, groupId: found.group.id, orderId }
  await tell(ctx, ofBuyer(found.group), { kind: isAll ? 'cancelled' : 'part_cancelled', ...happening })
  if (event.details.by !== 'shop')
    await tell(ctx, await keepersOf(ctx, found.order.shopId), { kind: isAll ? 'order_cancelled' : 'order_part_cancelled', ...happening })
}

/** Tells the other side of a step of a return; money that goes back is told of by itself. */
export async function newsOfReturn(ctx: Context, { orderId, eventId }: DomainEvents['return.moved']): Promise<void> {
  const found = await findOrder(ctx, orderId)
  const [event] = await ctx.db.select().from(orderEvents).where(eq(orderEvents.id, eventId))
  const isBuyers = event?.details.by === 'buyer'
  const kind = (isBuyers ? SHOP_NEWS : BUYER_NEWS).find((known) => known === event?.kind)
  if (!found || !kind) return
  const people = isBuyers ? await keepersOf(ctx, found.order.shopId) : ofBuyer(found.group)
  await tell(ctx, people, { kind, subjectId: eventId, groupId: found.group.id, orderId })
}

/** Tells the buyer that money is on its way back. */
export async function newsOfRefund(ctx: Context, { refundId }: DomainEvents['refund.requested']): Promise<void> {
  await tellOfRefund(ctx, refundId, 'refund')
}

/** Tells the buyer that money did not get through. */
export async function newsOfSettledRefund(ctx: Context, { refundId }: DomainEvents['refund.settled']): Promise<void> {
  await tellOfRefund(ctx, refundId, 'refund_failed')
}

async function tellOfRefund(ctx: Context, refundId: string, kind: 'refund' | 'refund_failed'): Promise<void> {
  const [refund] = await ctx.db.select().from(refunds).where(eq(refunds.id, refundId))
  if (!refund?.orderId || (kind === 'refund_failed' && refund.status !== 'failed')) return
  const found = await findOrder(ctx, refund.orderId)
  if (!found) return
  const { orderId, amountMinor } = refund
  await tell(ctx, ofBuyer(found.group), { kind, subjectId: refundId, groupId: found.group.id, orderId, amountMinor })
}

async function findOrder(ctx: Context, orderId: string) {
  const [found] = await ctx.db
    .select({ order: orders, group: orderGroups })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.id, orderId))
  return found
}

/** Guests have no account to be told by. */
const ofBuyer = ({ userId }: { userId: string | null }): string[] => (userId ? [userId] : [])

const keepersOf = async (ctx: Context, shopId: string): Promise<readonly string[]> =>
  (await keepersOfShops(ctx, [shopId])).get(shopId) ?? []

/** Those who run shops, by the ids of these. */
async function keepersOfShops(ctx: Context, shopIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const rows = await ctx.db
    .select({ shopId: shopMembers.shopId, userId: shopMembers.userId })
    .from(shopMembers)
    .where(and(anyOf(shopMembers.shopId, [...new Set(shopIds)]), inArray(shopMembers.role, ['owner', 'manager'])))
  return new Map([...Map.groupBy(rows, ({ shopId }) => shopId)].map(([shopId, its]) => [shopId, its.map(({ userId }) => userId)]))
}
