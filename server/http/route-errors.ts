import { DomainError } from '#server/platform/errors'

export const notSignedIn = () => new DomainError('unauthenticated', 'request.not_signed_in', 'Please sign in first.')
export const bearerWrong = () =>
  new DomainError('unauthenticated', 'request.bearer_wrong', 'This access token or API key opens nothing (any more).')
export const scopeMissing = (scope: string) =>
  new DomainError('forbidden', 'request.scope_missing', 'This API key is not allowed to do this.', { scope })
export const notAllowed = () => new DomainError('forbidden', 'request.not_allowed', 'Your account may not do this.')
export const secondFactorMissing = () =>
  new DomainError('forbidden', 'accounts.two_factor_required', 'Confirm your sign-in with a code from your authenticator app first.')
export const foreignOrigin = () => new DomainError('forbidden', 'request.foreign_origin', 'This request came from another site.')
export const routeNotFound = () => new DomainError('not_found', 'request.not_found', 'There is nothing here.')
export const bodyNotJson = () => new DomainError('unsupported', 'request.not_json', 'Send the body as application/json.')
export const bodyTooLarge = (limitBytes: number) =>
  new DomainError('too_large', 'request.too_large', 'The request is too large.', { limitBytes })
export const inputInvalid = (issues: { path: string; message: string; code: string }[]) =>
  new DomainError('invalid', 'request.invalid', 'Some of the input is missing or wrong.', { issues })
export const tooManyRequests = (retryAfterSeconds: number) =>
  new DomainError('too_many', 'request.too_many', 'That was too often. Please wait a moment.', { retryAfterSeconds })
export const idempotencyKeyMissing = () =>
  new DomainError('invalid', 'request.idempotency_key_missing', 'Send a header Idempotency-Key of 8 to 100 letters, digits, - and _.')
