import type { Stripe } from 'stripe'
import { webhookRejected } from './gateway-errors'
import type { ProviderEvent } from './payment-gateway'
import { checkWebhookSignature } from './signed-webhook'

const KINDS: Partial<Record<string, ProviderEvent['kind']>> = {
  'payment_intent.succeeded': 'intent.succeeded',
  'payment_intent.payment_failed': 'intent.failed',
  'payment_intent.canceled': 'intent.cancelled',
  'refund.created': 'refund.updated',
  'refund.updated': 'refund.updated',
  'refund.failed': 'refund.updated',
  'charge.refund.updated': 'refund.updated',
  'charge.dispute.created': 'dispute.opened',
  'charge.dispute.updated': 'dispute.opened',
  'charge.dispute.funds_withdrawn': 'dispute.opened',
  'charge.dispute.funds_reinstated': 'dispute.closed',
  'charge.dispute.closed': 'dispute.closed',
  'account.updated': 'account.updated',
}

export interface StripeWebhookOptions {
  /** Of every endpoint that Stripe sends to, and the old ones while they are changed. */
  secrets: readonly string[]
  livemode: boolean
}

/** Throws `payments.webhook_rejected` unless it comes from our own Stripe account and from the mode that our key is of. */
export function readStripeWebhook({ secrets, livemode }: StripeWebhookOptions, body: string, signature: string | null): ProviderEvent {
  checkWebhookSignature(secrets, body, signature)
  const event = parse(body)
  if (event.livemode !== livemode) throw webhookRejected('wrong mode')

  const kind = KINDS[event.type] ?? 'other'
  const object = event.data.object as { id?: string; object?: string; status?: string; payment_intent?: string | { id: string } | null }
  // Shops' accounts tell of themselves alone: what is paid is paid to the platform.
  if (event.account && kind !== 'other' && !(kind === 'account.updated' && event.account === object.id))
    throw webhookRejected('another account')

  const paid = typeof object.payment_intent === 'object' ? object.payment_intent?.id : object.payment_intent
  return {
    id: event.id,
    kind,
    intentId: kind === 'other' || kind === 'account.updated' ? null : object.object === 'payment_intent' ? object.id! : (paid ?? null),
    refundId: kind === 'refund.updated' ? object.id! : null,
    accountId: kind === 'account.updated' ? object.id! : null,
    occurredAt: new Date(event.created * 1000),
    raw: {
      id: event.id,
      type: event.type,
      account: event.account ?? null,
      apiVersion: event.api_version,
      object: { id: object.id ?? null, object: object.object ?? null, status: object.status ?? null },
    },
  }
}

function parse(body: string): Stripe.Event {
  try {
    const event = JSON.parse(body) as Stripe.Event
    if (event.object === 'event' && typeof event.id === 'string' && typeof event.data?.object === 'object') return event
  } catch {
    // Said below.
  }
  throw webhookRejected('not an event')
}
