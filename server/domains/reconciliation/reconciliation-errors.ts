import { DomainError } from '#server/platform/errors'

export const reconciliationNotYours = () =>
  new DomainError('forbidden', 'reconciliation.not_allowed', 'Only admins compare the books with the payment provider.')
export const nothingToRead = () =>
  new DomainError('conflict', 'reconciliation.no_provider', 'There is no payment provider whose book could be read.')
