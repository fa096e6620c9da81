import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { ledgerAccounts, ledgerEntries, ledgerJournals, payoutEntries, payouts } from '#db/schema'
import type { Context } from '#server/platform/context'
import { SHOP_ACCOUNT_KINDS, type LedgerAccountKind, type LedgerJournalKind } from '#shared/lifecycles/ledger'
import type { PayoutStatus } from '#shared/lifecycles/payout'
import { sum } from '#shared/money'

/** One thing that was booked of an order; the entries sum to zero, what the marketplace owes is negative. */
export interface BookedJournal {
  id: string
  kind: LedgerJournalKind
  at: Date
  entries: { account: LedgerAccountKind; amountMinor: number }[]
}

/** What became of an order's money, as positive numbers but for the entries. */
export interface OrderMoney {
  /** What came in from the buyer. */
  paidMinor: number
  /** What is to go back to the buyer, in all, and what of it has left. */
  refundedMinor: number
  sentBackMinor: number
  /** What the buyer's bank has taken back and not decided on, and what it has kept. */
  disputedMinor: number
  chargedBackMinor: number
  /**
   * The price to the shop, what of it went back by refunds and by disputes that were lost, what those cost, and what the
   * marketplace keeps: earned is the first without the others.
   */
  grossMinor: number
  refundsMinor: number
  chargebacksMinor: number
  disputeFeesMinor: number
  commissionMinor: number
  /** What the marketplace adds to what was paid, in the gross. */
  promotionMinor: number
  earnedMinor: number
  /** What of the earnings is not free yet, and what is held while a dispute is open. */
  pendingMinor: number
  heldMinor: number
  /** The payouts that took it along; `isWhole` when nothing of it waits for another. */
  payouts: { number: string; status: PayoutStatus; period: string }[]
  isWhole: boolean
  journals: BookedJournal[]
}

/** What became of the money of orders, by the books alone. The caller has made sure that the asker may know. */
export async function moneyOfOrders(ctx: Context, orderIds: readonly string[]): Promise<(orderId: string) => OrderMoney> {
  const rows = await readEntries(ctx, orderIds)
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId)
  return (orderId) => explain(byOrder.get(orderId) ?? [])
}

const REFUND_KINDS: readonly LedgerJournalKind[] = ['refund_paid', 'refund_returned']
const DISPUTE_KINDS: readonly LedgerJournalKind[] = ['dispute', 'dispute_won', 'dispute_lost', 'dispute_fee']

type EntryRow = Awaited<ReturnType<typeof readEntries>>[number]

const readEntries = (ctx: Context, orderIds: readonly string[]) =>
  ctx.db
    .select({
      orderId: ledgerJournals.orderId,
      journalId: ledgerJournals.id,
      kind: ledgerJournals.kind,
      at: ledgerJournals.postedAt,
      account: ledgerAccounts.kind,
      amountMinor: ledgerEntries.amountMinor,
      payout: { number: payouts.number, status: payouts.status, period: payouts.period },
    })
    .from(ledgerJournals)
    .innerJoin(ledgerEntries, eq(ledgerEntries.journalId, ledgerJournals.id))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .leftJoin(payoutEntries, and(eq(payoutEntries.ledgerEntryId, ledgerEntries.id), isNull(payoutEntries.endedAt)))
    .leftJoin(payouts, eq(payouts.id, payoutEntries.payoutId))
    .where(inArray(ledgerJournals.orderId, [...orderIds]))
    .orderBy(asc(ledgerJournals.postedAt), asc(ledgerJournals.id), asc(ledgerEntries.id))

function explain(rows: readonly EntryRow[]): OrderMoney {
  const added = (is: (row: EntryRow) => boolean) => sum(rows.filter(is).map(({ amountMinor }) => amountMinor))
  const isShops = ({ account }: EntryRow) => (SHOP_ACCOUNT_KINDS as readonly string[]).includes(account)
  const isShare = (row: EntryRow) => isShops(row) || row.account === 'commission'
  const available = rows.filter(({ account }) => account === 'shop_available')
  const taken = available.flatMap(({ payout }) => payout ?? [])

  return {
    paidMinor: added(({ kind, account }) => kind === 'sale' && account === 'provider_clearing'),
    refundedMinor: 0 - added(({ kind, account }) => kind === 'refund' && account === 'refund_clearing'),
    sentBackMinor: 0 - added(({ kind, account }) => REFUND_KINDS.includes(kind) && account === 'provider_clearing'),
    disputedMinor: added(({ account }) => account === 'dispute_clearing'),
    chargedBackMinor: 0 - added(({ kind, account }) => kind === 'dispute_lost' && account === 'dispute_clearing'),
    grossMinor: 0 - added((row) => row.kind === 'sale' && isShare(row)),
    refundsMinor: added((row) => row.kind !== 'sale' && !DISPUTE_KINDS.includes(row.kind) && isShare(row)),
    chargebacksMinor: added((row) => row.kind === 'dispute_lost' && isShare(row)),
    disputeFeesMinor: added((row) => row.kind === 'dispute_fee' && isShops(row)),
    heldMinor: 0 - added(({ account }) => account === 'shop_held'),
    commissionMinor: 0 - added(({ account }) => account === 'commission'),
    promotionMinor: added(({ account }) => account === 'promotion_expense'),
    earnedMinor: 0 - added(isShops),
    pendingMinor: 0 - added(({ account }) => account === 'shop_pending'),
    payouts: [...new Map(taken.map((payout) => [payout.number, payout])).values()],
    isWhole: available.length > 0 && taken.length === available.length,
    journals: [...Map.groupBy(rows, ({ journalId }) => journalId).values()].map(presentJournal),
  }
}

const presentJournal = (entries: EntryRow[]): BookedJournal => {
  const { journalId, kind, at } = entries[0]!
  return { id: journalId, kind, at, entries: entries.map(({ account, amountMinor }) => ({ account, amountMinor })) }
}
