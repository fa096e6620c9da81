import { DomainError } from '#server/platform/errors'

export const ratesNotYours = () => new DomainError('forbidden', 'pricing.not_allowed', 'Only an admin may change tax rates.')
