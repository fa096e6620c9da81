import { eq, sql } from 'drizzle-orm'
import { commissionLines } from '#db/schema'
import type { Context } from '#server/platform/context'
import { allocate } from '#shared/money'
import type { Promotion } from './promotion-of'

/** What comes back to the marketplace now, of what it gave for a discount. */
export interface PromotionBack extends Promotion {
  amountMinor: number
}

/**
 * What of the commission of an order is to go back. `refundedMinor` is what has gone back of the order's total by then: at
 * the total nothing is left of the commission. Where the marketplace gave a part of the price, that part counts as the
 * buyer's money does.
 */
export async function commissionBack(
  ctx: Context,
  order: { id: string; totalMinor: number },
  refundedMinor: number,
  promotion: PromotionBack | null,
): Promise<{ amountMinor: number; rateBps: number }> {
  const [sums] = await ctx.db
    .select({
      taken:
        sql<number>`coalesce(sum(${commissionLines.amountMinor}) filter (where ${commissionLines.amountMinor} > 0), 0)::bigint`.mapWith(
          Number,
        ),
      given:
        sql<number>`coalesce(-sum(${commissionLines.amountMinor}) filter (where ${commissionLines.amountMinor} < 0), 0)::bigint`.mapWith(
          Number,
        ),
      rateBps: sql<number>`coalesce(max(${commissionLines.rateBps}), 0)`.mapWith(Number),
    })
    .from(commissionLines)
    .where(eq(commissionLines.orderId, order.id))

  const { givenMinor, backMinor, amountMinor } = promotion ?? NO_PROMOTION
  const wholeMinor = order.totalMinor + givenMinor
  const goneMinor = Math.min(wholeMinor, refundedMinor + backMinor + amountMinor)
  return { amountMinor: reversalOf(sums!.taken, wholeMinor, goneMinor) - sums!.given, rateBps: sums!.rateBps }
}

/** Gives that back and answers how much it is. */
export async function reverseCommission(...[ctx, order, refundedMinor, promotion]: Parameters<typeof commissionBack>): Promise<number> {
  const { amountMinor, rateBps } = await commissionBack(ctx, order, refundedMinor, promotion)
  if (amountMinor === 0) return 0
  await ctx.db
    .insert(commissionLines)
    .values({ id: ctx.newId(), orderId: order.id, orderLineId: null, rateBps, amountMinor: -amountMinor, createdAt: ctx.now })
  return amountMinor
}

const NO_PROMOTION: PromotionBack = { givenMinor: 0, backMinor: 0, amountMinor: 0 }

/** What of a commission is given back once so much of the total is refunded. */
export const reversalOf = (commissionMinor: number, totalMinor: number, refundedMinor: number): number =>
  allocate(commissionMinor, [refundedMinor, totalMinor - refundedMinor])[0]!
