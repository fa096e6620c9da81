import { DomainError } from '#server/platform/errors'

export const notSignedIn = () => new DomainError('unauthenticated', 'notifications.not_signed_in', 'Please sign in.')
