import type { WireError } from '#shared/contracts/common'
import { DomainError, type RefusalKind } from '#server/platform/errors'

/** The one table from what a refusal is to what HTTP says. */
const STATUS: Record<RefusalKind, { code: number; message: string }> = {
  invalid: { code: 422, message: 'Unprocessable Content' },
  unauthenticated: { code: 401, message: 'Unauthorized' },
  forbidden: { code: 403, message: 'Forbidden' },
  not_found: { code: 404, message: 'Not Found' },
  gone: { code: 410, message: 'Gone' },
  conflict: { code: 409, message: 'Conflict' },
  too_large: { code: 413, message: 'Content Too Large' },
  unsupported: { code: 415, message: 'Unsupported Media Type' },
  too_many: { code: 429, message: 'Too Many Requests' },
  unavailable: { code: 503, message: 'Service Unavailable' },
}

/** Codes of postgres.js and SQLSTATEs that mean the database is away, starting or full, not that we asked wrongly. */
const DATABASE_AWAY = new Set(
  [
    'CONNECT_TIMEOUT',
    'CONNECTION_CLOSED',
    'CONNECTION_DESTROYED',
    'CONNECTION_ENDED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ERR_SOCKET_CLOSED',
  ].concat(['57P01', '57P02', '57P03', '53300', '08000', '08003', '08006']),
)

/** The error as a refusal, also when it is wrapped; null when it is a bug. */
export function refusalOf(error: unknown): DomainError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DomainError) return cause
    if ('code' in cause && DATABASE_AWAY.has(String(cause.code))) {
      const message = 'The marketplace is away for a moment. Please try again.'
      return new DomainError('unavailable', 'request.database_away', message, { retryAfterSeconds: 5 })
    }
  }
  return null
}

/** What goes on the wire. A bug shows its request id and nothing else. */
export function presentError(error: unknown, requestId: string): WireError {
  const refusal = refusalOf(error)
  if (!refusal) {
    return {
      statusCode: 500,
      statusMessage: 'Internal Server Error',
      message: 'Something went wrong on our side.',
      data: { code: 'request.failed', details: {}, requestId },
    }
  }

  const { code, message } = STATUS[refusal.kind]
  return {
    statusCode: code,
    statusMessage: message,
    message: refusal.message,
    data: { code: refusal.code, details: refusal.details, requestId },
  }
}
