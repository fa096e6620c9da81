import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import { orders } from '#db/schema'
import { postRelease } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { releaseMoment } from './move-order'

const AT_MOST = 500

/** Lets shops have what they earned of orders whose time has come. Safe on any number of nodes at once. */
export async function releaseEarnings(ctx: Context): Promise<void> {
  await dateCompleted(ctx)
  const due = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(lte(orders.releaseAt, ctx.now), isNull(orders.releasedAt)))
    .orderBy(asc(orders.releaseAt))
    .limit(AT_MOST)
  for (const { id } of due)
    await releaseOrder(ctx, id).catch((error) => ctx.log.error({ error, orderId: id }, 'the earnings of an order could not be released'))
}

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
