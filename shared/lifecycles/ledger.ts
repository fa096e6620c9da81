/** Whose money an account of the ledger holds. Debits are positive, credits negative; each journal sums to zero. */
export const LEDGER_ACCOUNT_KINDS = [
  'provider_clearing', // with the payment provider, not yet paid out
  'shop_pending', // owed to a shop, not yet free
  'shop_available', // owed to a shop, free to pay out
  'shop_held', // owed to a shop, disputed
  'commission', // earned by the marketplace
  'tax_payable',
  'provider_fee',
  'promotion_expense', // what the marketplace gave for discounts
  'refund_clearing', // owed back to buyers
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
  'release', // what a shop has earned becomes free to pay out
  'payout', // asked for: what was free is on its way
  'payout_paid', // it has arrived
  'payout_failed', // it came back: it is free again
] as const
export type LedgerJournalKind = (typeof LEDGER_JOURNAL_KINDS)[number]

/** Journals that move what is free for payouts; no payout claims their entries. */
export const PAYOUT_JOURNAL_KINDS = ['payout', 'payout_paid', 'payout_failed'] as const satisfies readonly LedgerJournalKind[]
