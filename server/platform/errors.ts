/** What kind of refusal it is; `server/http/present-error.ts` maps each to one HTTP status. */
export type RefusalKind =
  | 'invalid' // 422: the input is well formed but cannot be meant
  | 'unauthenticated' // 401: nobody is signed in
  | 'forbidden' // 403: signed in, but this is not theirs to do
  | 'not_found' // 404: does not exist, or belongs to somebody else
  | 'gone' // 410: existed and was removed for good
  | 'conflict' // 409: the state does not allow it (sold out, price changed, already shipped)
  | 'too_large' // 413
  | 'unsupported' // 415: not a kind of content we take
  | 'too_many' // 429: a limit; details.retryAfterSeconds says when to come back
  | 'unavailable' // 503: a part the request needs is away for the moment

/** A refusal that the caller can understand and act on. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  constructor(
    readonly kind: RefusalKind,
    /** Stable, `domain.reason`, for example `orders.not_found`. */
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'DomainError'
  }
}
