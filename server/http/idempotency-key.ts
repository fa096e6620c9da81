import { getRequestHeader, type H3Event } from 'h3'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { onceByKey, requestKeyOf } from '#server/platform/database/request-keys'
import { idempotencyKeySchema } from '#shared/contracts/checkout'
import { idempotencyKeyMissing } from './route-errors'

/** The caller's own key for one press of the button. Throws `request.idempotency_key_missing`. */
export function requireIdempotencyKey(event: H3Event): string {
  const key = idempotencyKeySchema.safeParse(getRequestHeader(event, 'idempotency-key'))
  if (!key.success) throw idempotencyKeyMissing()
  return key.data
}

/**
 * Does what a request asks for once by the caller's own key: sent again, it has no second effect, also at the same time.
 * Throws `request.idempotency_key_missing`, and `request.key_reused` for the same key with another body or address.
 */
export const oncePerKey = (
  { ctx, actor, event, body }: { ctx: Context; actor: Actor; event: H3Event; body: unknown },
  work: (ctx: Context) => Promise<unknown>,
): Promise<void> => onceByKey(ctx, requestKeyOf(actor, requireIdempotencyKey(event), [event.method, event.path, body]), work)
