import { sql } from 'drizzle-orm'
import { ledgerEntries, ledgerJournals } from '#db/schema'
import type { Context } from '#server/platform/context'
import { collectRows, type RowCollection } from '#server/platform/database/collect-rows'
import { runPrepared } from '#server/platform/database/run-prepared'
import { SHOP_ACCOUNT_KINDS, type LedgerAccountKind, type LedgerJournalKind, type PAYOUT_JOURNAL_KINDS } from '#shared/lifecycles/ledger'
import type { PayoutMethod } from '#shared/lifecycles/payout'
import { sum } from '#shared/money'
import { findAccounts, type AccountName } from './ledger-accounts'

export interface Entry extends AccountName {
  amountMinor: number
}

export interface Journal {
  kind: LedgerJournalKind
  sourceType: 'order' | 'refund' | 'payment' | 'payout' | 'promotion' | 'dispute' | 'balance_entry'
  sourceId: string
  orderId: string | null
  entries: Entry[]
}

/** An order as the books see it. */
export interface Sale {
  orderId: string
  shopId: string
  totalMinor: number
  /** What the marketplace gives of the price on top of what was paid. */
  promotionMinor: number
  commissionMinor: number
  currency: string
}

export const marketplace = { shopId: null }

/**
 * Books orders that were paid: the provider holds the money for the shops and, in part, for the marketplace. A discount that
 * the marketplace bears is its expense: the shop earns as if the full price had been paid.
 */
export const postSales = (ctx: Context, sales: readonly Sale[], rows: RowCollection): Promise<void> =>
  postWith(
    ctx,
    rows,
    sales.map(({ orderId, shopId, totalMinor, promotionMinor, commissionMinor, currency }) => ({
      kind: 'sale',
      sourceType: 'order',
      sourceId: orderId,
      orderId,
      entries: [
        { kind: 'provider_clearing', ...marketplace, currency, amountMinor: totalMinor },
        { kind: 'promotion_expense', ...marketplace, currency, amountMinor: promotionMinor },
        { kind: 'shop_pending', shopId, currency, amountMinor: commissionMinor - totalMinor - promotionMinor },
        { kind: 'commission', ...marketplace, currency, amountMinor: -commissionMinor },
      ],
    })),
  )

/** Money of an order that goes back, as the books see it. */
interface TakenBack {
  id: string
  orderId: string
  shopId: string
  /** What of the commission the marketplace gives back. */
  commissionMinor: number
  /** What comes back to the marketplace of what it gave for a discount. */
  promotionMinor: number
  currency: string
  /** The shop's share of the order is free to pay out, so that is where the refund is taken from; it may owe then. */
  isReleased: boolean
}

/** Books that part of an order is to go back to its buyer; the shop and the marketplace each give their share. */
export const postRefund = (ctx: Context, refund: TakenBack & { amountMinor: number }): Promise<void> =>
  post(ctx, [
    { kind: 'refund', sourceType: 'refund', sourceId: refund.id, orderId: refund.orderId, entries: takenBack(refund, refund.amountMinor) },
  ])

/** Books that a sale is undone in part for which the buyer had nothing to pay: what the marketplace gave comes back. */
export const postPromotionBack = (ctx: Context, undone: TakenBack): Promise<void> =>
  post(ctx, [
    { kind: 'promotion_back', sourceType: 'promotion', sourceId: undone.id, orderId: undone.orderId, entries: takenBack(undone, 0) },
  ])

const takenBack = ({ shopId, commissionMinor, promotionMinor, currency, isReleased }: TakenBack, amountMinor: number): Entry[] => [
  {
    kind: isReleased ? 'shop_available' : 'shop_pending',
    shopId,
    currency,
    amountMinor: amountMinor + promotionMinor - commissionMinor,
  },
  { kind: 'commission', ...marketplace, currency, amountMinor: commissionMinor },
  { kind: 'promotion_expense', ...marketplace, currency, amountMinor: -promotionMinor },
  { kind: 'refund_clearing', ...marketplace, currency, amountMinor: -amountMinor },
]

/** A refund as the provider's part of the books sees it. */
interface SentRefund {
  id: string
  orderId: string | null
  amountMinor: number
  currency: string
}

/** Books that the provider has sent a refund. */
export const postRefundPaid = (ctx: Context, refund: SentRefund): Promise<void> =>
  post(ctx, [refundJournal('refund_paid', refund, refund.amountMinor)])

/** Books that a refund which had left came back: the buyer is owed it again. */
export const postRefundReturned = (ctx: Context, refund: SentRefund): Promise<void> =>
  post(ctx, [refundJournal('refund_returned', refund, -refund.amountMinor)])

const refundJournal = (kind: 'refund_paid' | 'refund_returned', { id, orderId, currency }: SentRefund, amountMinor: number): Journal => ({
  kind,
  sourceType: 'refund',
  sourceId: id,
  orderId,
  entries: [
    { kind: 'refund_clearing', ...marketplace, currency, amountMinor },
    { kind: 'provider_clearing', ...marketplace, currency, amountMinor: -amountMinor },
  ],
})

/** Books money that came when there was nothing to sell for it: all of it is owed back. */
export const postOrphanCharge = (ctx: Context, payment: { id: string; amountMinor: number; currency: string }): Promise<void> =>
  post(ctx, [
    {
      kind: 'orphan_charge',
      sourceType: 'payment',
      sourceId: payment.id,
      orderId: null,
      entries: [
        { kind: 'provider_clearing', ...marketplace, currency: payment.currency, amountMinor: payment.amountMinor },
        { kind: 'refund_clearing', ...marketplace, currency: payment.currency, amountMinor: -payment.amountMinor },
      ],
    },
  ])

/** Books that what a shop has earned of an order is free to pay out: all that is pending of it, once. Under the order's lock. */
export async function postRelease(ctx: Context, { id, shopId, currency }: { id: string; shopId: string; currency: string }): Promise<void> {
  const [pending] = await ctx.db.execute<{ amount: string }>(sql`
    select coalesce(sum(entry.amount_minor), 0)::bigint as amount
    from ledger_journals journal
    join ledger_entries entry on entry.journal_id = journal.id
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'shop_pending'
    where journal.order_id = ${id}`)
  const amountMinor = Number(pending!.amount)
  await post(ctx, [
    {
      kind: 'release',
      sourceType: 'order',
      sourceId: id,
      orderId: id,
      entries: [
        { kind: 'shop_pending', shopId, currency, amountMinor: -amountMinor },
        { kind: 'shop_available', shopId, currency, amountMinor },
      ],
    },
  ])
}

/** A payout as the books see it. */
interface BookedPayout {
  id: string
  shopId: string
  /** By the provider, or by a transfer of the marketplace's own bank. */
  method: PayoutMethod
  amountMinor: number
  currency: string
}

/** Books that what was free of a shop is on its way to it. */
export const postPayout = (ctx: Context, payout: BookedPayout): Promise<void> =>
  post(ctx, [payoutJournal('payout', payout, { less: 'payout_in_transit', more: 'shop_available' })])

/** Books that a payout has arrived: the money has left the provider or the bank. */
export const postPayoutPaid = (ctx: Context, payout: BookedPayout): Promise<void> =>
  post(ctx, [payoutJournal('payout_paid', payout, { less: paidFrom(payout), more: 'payout_in_transit' })])

/** Books that a payout did not get there, or came back from there: what it was for is free again. */
export const postPayoutFailed = (ctx: Context, payout: BookedPayout, { hadArrived }: { hadArrived: boolean }): Promise<void> =>
  post(ctx, [payoutJournal('payout_failed', payout, { less: 'shop_available', more: hadArrived ? paidFrom(payout) : 'payout_in_transit' })])

const paidFrom = ({ method }: BookedPayout): LedgerAccountKind => (method === 'bank' ? 'bank' : 'provider_clearing')

/** The amount goes as a plus to one account and as a minus to the other: a minus is what somebody is owed. */
function payoutJournal(
  kind: (typeof PAYOUT_JOURNAL_KINDS)[number],
  { id, shopId, amountMinor, currency }: BookedPayout,
  { more, less }: { more: LedgerAccountKind; less: LedgerAccountKind },
): Journal {
  const account = (kind: LedgerAccountKind): AccountName =>
    kind === 'shop_available' ? { kind, shopId, currency } : { kind, ...marketplace, currency }
  const entries = [
    { ...account(more), amountMinor },
    { ...account(less), amountMinor: -amountMinor },
  ]
  return { kind, sourceType: 'payout', sourceId: id, orderId: null, entries }
}

/** Inside the transaction of what is booked: the unique source lets nothing be booked twice. What cost nothing is not booked. */
export const post = (ctx: Context, journals: readonly Journal[]): Promise<void> => postWith(ctx, collectRows(), journals)

/** The same; what is in `rows` already is written with it. */
async function postWith(ctx: Context, rows: RowCollection, journals: readonly Journal[]): Promise<void> {
  const kept = journals
    .map((journal) => ({ ...journal, id: ctx.newId(), entries: journal.entries.filter(({ amountMinor }) => amountMinor !== 0) }))
    .filter(({ entries }) => entries.length > 0)
  const entries = kept.flatMap(({ id, entries }) => entries.map((entry) => ({ ...entry, journalId: id })))
  const accountOf = await findAccounts(ctx, entries)

  rows.add(
    ledgerJournals,
    kept.map(({ id, kind, sourceType, sourceId, orderId }) => ({ id, kind, sourceType, sourceId, orderId, postedAt: ctx.now })),
  )
  rows.add(
    ledgerEntries,
    entries.map((entry) => ({
      id: ctx.newId(),
      journalId: entry.journalId,
      accountId: accountOf(entry),
      amountMinor: entry.amountMinor,
      currency: entry.currency,
    })),
  )
  await Promise.all([
    rows.write(ctx),
    moveBalances(
      ctx,
      entries
        .filter(({ kind }) => (SHOP_ACCOUNT_KINDS as readonly string[]).includes(kind))
        .map((entry) => ({ accountId: accountOf(entry), amountMinor: entry.amountMinor })),
    ),
  ])
}

/** Changes stored balances with the rows locked in ascending order. */
async function moveBalances(ctx: Context, moves: readonly { accountId: string; amountMinor: number }[]): Promise<void> {
  if (moves.length === 0) return
  const byAccount = Map.groupBy(moves, ({ accountId }) => accountId)
  const ids = sql.param([...byAccount.keys()])
  const amounts = sql.param([...byAccount.values()].map((ofAccount) => sum(ofAccount.map(({ amountMinor }) => amountMinor))))

  await runPrepared(
    ctx,
    sql`
    with moves as (select * from unnest((select ${ids}::uuid[]), (select ${amounts}::bigint[])) as moves (account_id, amount_minor)),
    locked as materialized (
      select account.id, moves.amount_minor from ledger_accounts account join moves on moves.account_id = account.id
      order by account.id for no key update of account
    )
    update ledger_accounts account set balance_minor = account.balance_minor + locked.amount_minor
    from locked where account.id = locked.id`,
  )
}
