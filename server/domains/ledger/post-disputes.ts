import type { Context } from '#server/platform/context'
import type { LedgerJournalKind } from '#shared/lifecycles/ledger'
import { marketplace, post, type Entry, type Journal } from './post-journals'

/** What the buyer's bank took back of an order, as the books see it. */
export interface BookedDispute {
  /** Of the order's share in the dispute. */
  id: string
  orderId: string
  shopId: string
  currency: string
  amountMinor: number
  /** What of it is held of the shop: what the shop would give, were it a refund. */
  heldMinor: number
  /** What the order earned is free to pay out, so that is where it is taken from; the shop may owe then. */
  isReleased: boolean
}

/** Books that the money is with the buyer's bank; the shop's part of it is held. */
export const postDispute = (ctx: Context, dispute: BookedDispute): Promise<void> => post(ctx, [moved('dispute', dispute, 1)])

/** Books that it came back: what was held is the shop's again. */
export const postDisputeWon = (ctx: Context, dispute: BookedDispute): Promise<void> => post(ctx, [moved('dispute_won', dispute, -1)])

const moved = (kind: LedgerJournalKind, { amountMinor, heldMinor, ...dispute }: BookedDispute, sign: 1 | -1): Journal =>
  journalOf(kind, dispute, [
    { ...earningsOf(dispute), amountMinor: sign * heldMinor },
    { kind: 'shop_held', shopId: dispute.shopId, currency: dispute.currency, amountMinor: -sign * heldMinor },
    { kind: 'dispute_clearing', ...marketplace, currency: dispute.currency, amountMinor: sign * amountMinor },
    { kind: 'provider_clearing', ...marketplace, currency: dispute.currency, amountMinor: -sign * amountMinor },
  ])

/** What the marketplace gives of its own when a dispute is lost, and what the shop pays for it. */
interface LostDispute extends BookedDispute {
  commissionMinor: number
  promotionMinor: number
  feeMinor: number
}

/** Books that the money stays away: the shop and the marketplace each give their share, as for a refund. */
export function postDisputeLost(ctx: Context, { commissionMinor, promotionMinor, feeMinor, ...dispute }: LostDispute): Promise<void> {
  const { amountMinor, heldMinor, shopId, currency } = dispute
  return post(ctx, [
    journalOf('dispute_lost', dispute, [
      { kind: 'shop_held', shopId, currency, amountMinor: heldMinor },
      { ...earningsOf(dispute), amountMinor: amountMinor + promotionMinor - commissionMinor - heldMinor },
      { kind: 'commission', ...marketplace, currency, amountMinor: commissionMinor },
      { kind: 'promotion_expense', ...marketplace, currency, amountMinor: -promotionMinor },
      { kind: 'dispute_clearing', ...marketplace, currency, amountMinor: -amountMinor },
    ]),
    journalOf('dispute_fee', dispute, [
      { ...earningsOf(dispute), amountMinor: feeMinor },
      { kind: 'provider_fee', ...marketplace, currency, amountMinor: -feeMinor },
    ]),
  ])
}

const earningsOf = ({ isReleased, shopId, currency }: Pick<BookedDispute, 'isReleased' | 'shopId' | 'currency'>) =>
  ({ kind: isReleased ? 'shop_available' : 'shop_pending', shopId, currency }) as const

const journalOf = (kind: LedgerJournalKind, { id, orderId }: Pick<BookedDispute, 'id' | 'orderId'>, entries: Entry[]): Journal => ({
  kind,
  sourceType: 'dispute',
  sourceId: id,
  orderId,
  entries,
})
