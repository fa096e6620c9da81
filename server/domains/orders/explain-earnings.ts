import { moneyOfOrders, type OrderMoney } from '#server/domains/ledger'
import { nextPeriod, readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { Earnings } from '#shared/contracts/orders'
import type { OrderRow } from './orders-locks'

/** What the books say of an order, and what of it its shop earns. */
export interface ExplainedOrder {
  money: OrderMoney
  earnings: Earnings
}

/** How the price of each order became what its shop earns, and when that arrives. The caller has made sure that the asker may know. */
export async function explainEarnings(ctx: Context, orders: readonly OrderRow[]): Promise<(orderId: string) => ExplainedOrder> {
  const moneyOf = await moneyOfOrders(
    ctx,
    orders.map(({ id }) => id),
  )
  const nextPayout = nextPeriod(await readSettings(ctx), ctx.now)
  const byId = new Map(orders.map((order) => [order.id, order]))

  return (orderId) => {
    const money = moneyOf(orderId)
    const { grossMinor, refundsMinor, chargebacksMinor, disputeFeesMinor, heldMinor, commissionMinor, promotionMinor, earnedMinor } = money
    return {
      money,
      earnings: {
        grossMinor,
        refundsMinor,
        chargebacksMinor,
        disputeFeesMinor,
        heldMinor,
        commissionMinor,
        promotionMinor,
        earnedMinor,
        arrival: arrivalOf(byId.get(orderId)!, money, nextPayout),
      },
    }
  }
}

function arrivalOf({ releaseAt, releasedAt }: OrderRow, { payouts, isWhole }: OrderMoney, nextPayout: string): Earnings['arrival'] {
  if (!releasedAt) return { state: 'pending', until: releaseAt?.toISOString() ?? null }
  return isWhole ? { state: 'paid_out', payouts } : { state: 'free', on: nextPayout }
}
