import type { Context } from '#server/platform/context'
import type { ShopAccount } from '#server/platform/payment-gateway/payment-gateway'
import type { KeptPayoutAccount } from '#shared/lifecycles/payout-account'
import type { ShopRow } from './shops-locks'

/** The columns in which a shop keeps what the provider said of its account. */
export const columnsOf = (account: ShopAccount, askedAt: Date) => ({
  payoutAccountReady: account.canReceive && account.canPayOut,
  payoutAccountSubmitted: account.detailsSubmitted,
  payoutAccountDue: account.due,
  payoutAccountProblem: account.disabledReason ?? '',
  payoutAccountAskedAt: askedAt,
})

/** What is kept of a shop's account at the marketplace's own provider; null where it has none there. */
export function payoutAccountOf(ctx: Context, shop: ShopRow): KeptPayoutAccount | null {
  if (!shop.payoutAccountId || shop.payoutProvider !== ctx.gateway.name) return null
  return {
    ready: shop.payoutAccountReady,
    submitted: shop.payoutAccountSubmitted,
    due: shop.payoutAccountDue,
    problem: shop.payoutAccountProblem,
  }
}
