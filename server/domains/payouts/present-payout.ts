import type { AdminPayout, PayoutView } from '#shared/contracts/payouts'
import { maskedIban } from '#shared/iban'
import type { PayoutRow } from './payouts-locks'

/** For those who run the shop: of the account what may be shown. */
export const presentPayout = (payout: PayoutRow): PayoutView => ({
  number: payout.number,
  status: payout.status,
  method: payout.method,
  period: payout.period,
  amountMinor: payout.amountMinor,
  currency: payout.currency,
  account: payout.iban ? maskedIban(payout.iban) : null,
  problem: payout.problem,
  createdAt: payout.createdAt.toISOString(),
  sentAt: payout.sentAt?.toISOString() ?? null,
  settledAt: payout.settledAt?.toISOString() ?? null,
})

interface ListedPayout {
  payout: PayoutRow
  shop: { id: string; name: string }
  isReplaced: boolean
}

export const presentAdminPayout = ({ payout, shop, isReplaced }: ListedPayout): AdminPayout => ({
  ...presentPayout(payout),
  shop,
  holder: payout.holder,
  isReplaced,
})
