import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { orders, returns } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { letGo } from './claim-pieces'
import { waitsForShopSql } from './list-returns'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn } from './move-return'
import { lockReturn } from './returns-locks'

const AT_MOST = 500
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Reminds shops of returns that they have left lying, and closes those of which nothing is heard any more: approved and
 * never sent, or decided long ago. Safe on any number of nodes at once.
 */
export async function settleReturns(ctx: Context): Promise<void> {
  const { returnReminderDays, returnCloseDays } = await readSettings(ctx)
  await remindShops(ctx, before(ctx, returnReminderDays))
  await closeReturns(ctx, before(ctx, returnCloseDays))
}

const before = (ctx: Context, days: number) => new Date(ctx.now.getTime() - days * DAY_MS)

/** Once a step; the mail is sent by a job, and the same one once. */
function remindShops(ctx: Context, since: Date): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const due = await ctx.db
      .select({ id: returns.id })
      .from(returns)
      .where(and(waitsForShopSql, lte(returns.movedAt, since), isNull(returns.remindedAt)))
      .orderBy(asc(returns.movedAt))
      .limit(AT_MOST)
      .for('update', { skipLocked: true })
    if (due.length === 0) return
    const ids = due.map(({ id }) => id)
    await ctx.db.update(returns).set({ remindedAt: ctx.now }).where(inArray(returns.id, ids))
    for (const returnId of ids) await ctx.queue.publish(ctx.db, 'return.unanswered', { returnId, at: ctx.now.toISOString() })
  })
}

async function closeReturns(ctx: Context, since: Date): Promise<void> {
  const isOver = or(
    inArray(returns.status, ['declined', 'refunded', 'rejected']),
    and(eq(returns.status, 'approved'), eq(returns.handling, 'send')),
  )
  const due = await ctx.db
    .select({ id: returns.id, orderNumber: orders.number })
    .from(returns)
    .innerJoin(orders, eq(orders.id, returns.orderId))
    .where(and(isOver, lte(returns.movedAt, since)))
    .orderBy(asc(returns.movedAt))
    .limit(AT_MOST)
  for (const { id, orderNumber } of due)
    await closeReturn(ctx, orderNumber, id, since).catch((error) => ctx.log.error({ error, returnId: id }, 'a return could not be closed'))
}

const closeReturn = (ctx: Context, orderNumber: string, returnId: string, since: Date): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const found = await lockReturn(ctx, orderNumber, returnId)
    if (!found || found.back.movedAt > since) return
    const { order, back, backLines } = found
    const isNeverSent = back.status === 'approved' && back.handling === 'send'
    if (!isNeverSent && !['declined', 'refunded', 'rejected'].includes(back.status)) return

    await moveReturn(ctx, back, { status: 'closed' })
    if (!isNeverSent) return
    await letGo(ctx, backLines)
    const { status, fulfilmentStatus } = order
    const happening = await tellOfReturn(ctx, back, { kind: 'return_closed', by: 'marketplace' })
    await moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], null)
  })
