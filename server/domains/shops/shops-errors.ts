import { DomainError } from '#server/platform/errors'

/** Also the answer to whoever is not a member: another's shop is not found from behind. */
export const shopNotFound = () => new DomainError('not_found', 'shops.not_found', 'There is no such shop.')

export const shopRoleTooLow = () => new DomainError('forbidden', 'shops.role_too_low', 'Your role in this shop does not include this.')
