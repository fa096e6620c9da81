import { DomainError } from '#server/platform/errors'

export const searchNotYours = () => new DomainError('forbidden', 'search.not_allowed', 'Only an admin may look after search.')

export const synonymsNotFound = () => new DomainError('not_found', 'search.synonyms_not_found', 'There are no such synonyms.')

export const synonymsNotSeveral = () =>
  new DomainError('invalid', 'search.synonyms_not_several', 'Synonyms need two different words at least.')
