import { DomainError } from '#server/platform/errors'
import type { PayoutStatus } from '#shared/lifecycles/payout'

export const payoutNotFound = () => new DomainError('not_found', 'payouts.not_found', 'There is no such payout.')
/** It has become something else since the page was loaded. */
export const payoutCannotBecome = (number: string, from: PayoutStatus, to: PayoutStatus) =>
  new DomainError('conflict', 'payouts.status_conflict', 'This payout has changed in the meantime.', { number, from, to })
/** The provider says what becomes of what it was asked to send. */
export const payoutByProvider = (number: string) =>
  new DomainError('conflict', 'payouts.by_provider', 'The payment provider sends this payout.', { number })
export const payoutReplaced = (number: string) =>
  new DomainError('conflict', 'payouts.replaced', 'This payout has been asked for again already.', { number })
export const nothingToPay = (number: string) =>
  new DomainError('conflict', 'payouts.nothing_to_pay', 'There is nothing that could be paid to this shop now.', { number })
