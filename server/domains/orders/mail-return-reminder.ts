import { eq } from 'drizzle-orm'
import { returns } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { DomainEvents } from '#server/platform/queue/events'
import { waitsForShop } from '#shared/lifecycles/return'
import { mailShopOfReturn } from './mail-return'
import { readOrders } from './read-orders'

/** Reminds a shop of a return that it has left lying, unless it has done something since. Repeating it sends nothing twice. */
export async function mailReturnReminder(ctx: Context, { returnId, at }: DomainEvents['return.unanswered']): Promise<void> {
  const [back] = await ctx.db.select({ orderId: returns.orderId }).from(returns).where(eq(returns.id, returnId))
  const [whole] = back ? await readOrders(ctx, { orderId: back.orderId }) : []
  const found = whole?.returns.find((known) => known.back.id === returnId)
  if (!whole || !found || !waitsForShop(found.back)) return
  await mailShopOfReturn(ctx, whole, found, 'unanswered', { key: `return-reminder:${returnId}:${at}`, note: '' })
}
