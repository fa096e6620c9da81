import { DomainError } from '#server/platform/errors'

/** Also the answer for another person's order. */
export const purchaseNotFound = () => new DomainError('not_found', 'reviews.purchase_not_found', 'There is no such purchase of yours.')
export const notYetArrived = () =>
  new DomainError('conflict', 'reviews.not_yet_arrived', 'You can review this once it is on its way to you.')
export const alreadyReviewed = () => new DomainError('conflict', 'reviews.already_reviewed', 'You have reviewed this already.')
export const reviewerMissing = () => new DomainError('unauthenticated', 'reviews.not_signed_in', 'Please sign in to write a review.')
export const ownShop = () => new DomainError('forbidden', 'reviews.own_shop', 'Members of a shop do not review its products.')
