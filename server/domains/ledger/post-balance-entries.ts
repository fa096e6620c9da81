import type { Context } from '#server/platform/context'
import type { BalanceEntryKind } from '#shared/lifecycles/balance-entry'
import { marketplace, post, type Journal } from './post-journals'

/** A line in the provider's book about the marketplace's balance, as the ledger sees it. */
export interface BookedBalanceEntry {
  id: string
  kind: BalanceEntryKind
  /** What came, or below zero what went, before the fee. */
  amountMinor: number
  /** What the provider keeps; below zero what it gives back. */
  feeMinor: number
  currency: string
}

/**
 * Books of new lines what nothing else books: the provider's fees, which are the marketplace's expense, and what moves between
 * the provider and the marketplace's own bank.
 */
export const postBalanceEntries = (ctx: Context, entries: readonly BookedBalanceEntry[]): Promise<void> =>
  post(
    ctx,
    entries.flatMap((entry) => [feesOf(entry), payoutOf(entry)]),
  )

function feesOf({ id, kind, amountMinor, feeMinor, currency }: BookedBalanceEntry): Journal {
  const keptMinor = kind === 'fee' ? feeMinor - amountMinor : feeMinor
  return journalOf('provider_fees', id, [
    { kind: 'provider_fee', ...marketplace, currency, amountMinor: keptMinor },
    { kind: 'provider_clearing', ...marketplace, currency, amountMinor: 0 - keptMinor },
  ])
}

function payoutOf({ id, kind, amountMinor, currency }: BookedBalanceEntry): Journal {
  const movedMinor = kind === 'payout' || kind === 'payout_failed' ? amountMinor : 0
  return journalOf('provider_payout', id, [
    { kind: 'provider_clearing', ...marketplace, currency, amountMinor: movedMinor },
    { kind: 'bank', ...marketplace, currency, amountMinor: 0 - movedMinor },
  ])
}

const journalOf = (kind: Journal['kind'], sourceId: string, entries: Journal['entries']): Journal => ({
  kind,
  sourceType: 'balance_entry',
  sourceId,
  orderId: null,
  entries,
})
