import { and, asc, eq, exists, inArray, isNull, lte, not } from 'drizzle-orm'
import { orders, returns } from '#db/schema'
import { postRelease } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { OPEN_RETURN_STATUSES } from '#shared/lifecycles/return'
import { releaseMoment } from './move-order'

const AT_MOST = 500

/** Lets shops have what they earned of orders whose time has come and of which nothing is going back. Safe on any number of nodes at once. */
export async function releaseEarnings(ctx: Context): Promise<void> {
  await dateCompleted(ctx)
  const due = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(lte(orders.releaseAt, ctx.now), isNull(orders.releasedAt), not(hasOpenReturn(ctx))))
    .orderBy(asc(orders.releaseAt))
    .limit(AT_MOST)
  for (const { id } of due)
    await releaseOrder(ctx, id).catch((error) => ctx.log.error({ error, orderId: id }, 'the earnings of an order could not be released'))
}

/** What is going back may have to be paid back: its money waits. */
const hasOpenReturn = (ctx: Context) =>
  exists(
    ctx.db
      .select({ id: returns.id })
      .from(returns)
      .where(and(eq(returns.orderId, orders.id), inArray(returns.status, [...OPEN_RETURN_STATUSES]))),
  )

/** Orders that an older version completed while this one was rolled out have no date yet. */
async function dateCompleted(ctx: Context): Promise<void> {
  await ctx.db
    .update(orders)
    .set({ releaseAt: await releaseMoment(ctx) })
    .where(and(eq(orders.status, 'completed'), isNull(orders.releaseAt), isNull(orders.releasedAt)))
}

const releaseOrder = (ctx: Context, orderId: string): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId)).for('update')
    if (!order?.releaseAt || order.releaseAt > ctx.now || order.releasedAt) return

    await ctx.db.update(orders).set({ releasedAt: ctx.now }).where(eq(orders.id, orderId))
    await postRelease(ctx, order)
  })
