import { DomainError } from '#server/platform/errors'
import type { CartLineProblem } from '#shared/contracts/cart'
import type { DisputeStatus } from '#shared/lifecycles/dispute'

export const checkoutNotFound = () => new DomainError('not_found', 'checkout.not_found', 'There is no such checkout.')
export const checkoutOver = () =>
  new DomainError('conflict', 'checkout.over', 'The time to pay is over. Nothing was charged; please start again.')
export const disputeDecided = (status: DisputeStatus) =>
  new DomainError('conflict', 'checkout.dispute_decided', 'The bank has decided this already.', { status })
export const notTestPayments = () => new DomainError('not_found', 'checkout.no_test_payments', 'Payments here are not for testing.')

export const linesUnavailable = (lines: { id: string; title: string; problem: CartLineProblem }[]) =>
  new DomainError('conflict', 'checkout.lines_unavailable', 'Some of it cannot be bought any more.', { lines })
export const soldOut = (lines: { cartLineId: string; title: string; left: number }[]) =>
  new DomainError('conflict', 'checkout.sold_out', 'Somebody was faster: there is not enough left of something.', { lines })
export const doesNotShip = (shops: { id: string; name: string }[], country: string) =>
  new DomainError('conflict', 'checkout.does_not_ship', 'A shop does not send to this country.', { shops, country })
export const tooMuchToSend = (shops: { id: string; name: string }[]) =>
  new DomainError('conflict', 'checkout.too_much_to_send', 'This is more than a shop can send at once.', { shops })
/** Named as a form names its fields. */
export const addressMissing = (fields: readonly string[]) =>
  new DomainError('invalid', 'checkout.address_missing', 'Please say where to send it to.', {
    issues: fields.map((field) => ({ path: `shippingAddress.${field}` })),
  })
export const shippingMethodGone = (shopIds: string[]) =>
  new DomainError('conflict', 'checkout.shipping_method_gone', 'A way of sending is not offered any more. Please choose again.', {
    shopIds,
  })
export const totalChanged = (totalMinor: number, currency: string) =>
  new DomainError('conflict', 'checkout.total_changed', 'The total has changed. Please look at it again.', { totalMinor, currency })

export const alreadyPaid = (group: { number: string; key: string }) =>
  new DomainError('conflict', 'checkout.already_paid', 'You have paid for this already.', group)
export const paymentProcessing = () =>
  new DomainError('conflict', 'checkout.payment_processing', 'Your earlier payment is still being worked on. Please wait a moment.')
export const startedElsewhere = () =>
  new DomainError('conflict', 'checkout.started_elsewhere', 'You have started to pay in another window.')
export const tooManyHolds = () =>
  new DomainError('too_many', 'checkout.too_many_holds', 'Too many people are paying from your network right now. Please try again soon.', {
    retryAfterSeconds: 60,
  })
new DomainError('invalid', 'checkout.key_missing', 'The header Idempotency-Key is missing or not well formed.')
export const doctorNotYours = () => new DomainError('forbidden', 'checkout.doctor_not_allowed', 'Only an admin may see this.')
/** What is no copy of something else can only be looked into by people. */
export const notRepairable = (invariant: string) =>
  new DomainError('conflict', 'checkout.not_repairable', 'This cannot be made anew: somebody has to look into it.', { invariant })
