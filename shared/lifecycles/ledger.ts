/** Whose money an account of the ledger holds. Debits are positive, credits negative; each journal sums to zero. */
export const LEDGER_ACCOUNT_KINDS = [
  'provider_clearing', // with the payment provider
  'bank', // on the marketplace's own bank account, as far as it came from the provider or went to shops
  'shop_pending', // owed to a shop, not yet free
  'shop_available', // owed to a shop, free to pay out
  'shop_held', // owed to a shop, disputed
  'commission', // earned by the marketplace
  'tax_payable',
  'provider_fee', // what the payment provider keeps, less what shops pay towards it
  'promotion_expense', // what the marketplace gave for discounts
  'refund_clearing', // owed back to buyers
  'dispute_clearing', // taken back by buyers' banks until they have decided
  'payout_in_transit',
] as const
export type LedgerAccountKind = (typeof LEDGER_ACCOUNT_KINDS)[number]

/** Kinds that belong to one shop and have a stored balance. */
export const SHOP_ACCOUNT_KINDS = ['shop_pending', 'shop_available', 'shop_held'] as const satisfies readonly LedgerAccountKind[]

export const LEDGER_JOURNAL_KINDS = [
  'sale',
  'refund', // asked for: the shop and the marketplace give their shares back
  'promotion_back', // what the marketplace gave for a discount comes back where no money of the buyer does
  'orphan_charge', // money that came without an order, owed back to the buyer
  'refund_paid', // what was owed back has left
  'refund_returned', // what had left came back: it is owed again
  'dispute', // the buyer's bank took money back: what the shop has of it is held
  'dispute_won', // it came back: the shop has it again
  'dispute_lost', // it stays away: the shop and the marketplace give their shares
  'dispute_fee', // what the shop pays for one that was lost
  'release', // what a shop has earned becomes free to pay out
  'payout', // asked for: what was free is on its way
  'payout_paid', // it has arrived
  'payout_failed', // it did not get there, or came back from there: it is free again
  'payout_moved', // it went by bank and was booked as if the provider had paid it
  'provider_fees', // what the provider keeps of a line in its book, or gives back
  'provider_payout', // from the provider to the marketplace's bank, or back from there
] as const
export type LedgerJournalKind = (typeof LEDGER_JOURNAL_KINDS)[number]

/** Journals that move what is free for payouts; no payout claims their entries. */
export const PAYOUT_JOURNAL_KINDS = ['payout', 'payout_paid', 'payout_failed'] as const satisfies readonly LedgerJournalKind[]
