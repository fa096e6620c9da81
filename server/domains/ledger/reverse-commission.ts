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
 * Gives back the commission's share of a refund and answers how much that is. `refundedMinor` is what has been refunded
 * of the order's total once this refund is done: at the total nothing is left of the commission. Where the marketplace gave
 * a part of the price, that part counts as the buyer's money does.
 */
export async function reverseCommission(
  ctx: Context,
  order: { id: string; totalMinor: number },
  refundedMinor: number,
  promotion: PromotionBack | null,
): Promise<number> {
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
  const reversed = reversalOf(sums!.taken, order.totalMinor + givenMinor, refundedMinor + backMinor + amountMinor) - sums!.given
  if (reversed === 0) return 0
  await ctx.db
    .insert(commissionLines)
    .values({ id: ctx.newId(), orderId: order.id, orderLineId: null, rateBps: sums!.rateBps, amountMinor: -reversed, createdAt: ctx.now })
  return reversed
}

const NO_PROMOTION: PromotionBack = { givenMinor: 0, backMinor: 0, amountMinor: 0 }

/** What of a commission is given back once so much of the total is refunded. */
export const reversalOf = (commissionMinor: number, totalMinor: number, refundedMinor: number): number =>
  allocate(commissionMinor, [refundedMinor, totalMinor - refundedMinor])[0]!
