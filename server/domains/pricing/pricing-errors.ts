import { DomainError } from '#server/platform/errors'

export const ratesNotYours = () => new DomainError('forbidden', 'pricing.not_allowed', 'Only an admin may change tax rates.')
export const rateCategoryNotFound = () => new DomainError('not_found', 'pricing.category_not_found', 'There is no such category.')
export const rateNotFound = () => new DomainError('not_found', 'pricing.rate_not_found', 'There is no such tax rate.')
export const rateInForce = () =>
  new DomainError('conflict', 'pricing.rate_in_force', 'This rate holds already. Please set another that follows it.')
