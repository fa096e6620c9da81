import { getRequestHeader, type H3Event } from 'h3'
import { idempotencyKeySchema } from '#shared/contracts/checkout'
import { idempotencyKeyMissing } from './route-errors'

/** The caller's own key for one press of the button. Throws `request.idempotency_key_missing`. */
export function requireIdempotencyKey(event: H3Event): string {
  const key = idempotencyKeySchema.safeParse(getRequestHeader(event, 'idempotency-key'))
  if (!key.success) throw idempotencyKeyMissing()
  return key.data
}
