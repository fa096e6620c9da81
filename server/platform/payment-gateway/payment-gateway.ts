/** How the provider sees the payment of one checkout. */
export interface PaymentIntent {
  id: string
  /** `requires_payment` until the buyer confirms, and again after a refused try, of which `lastTry` tells. */
  status: 'requires_payment' | 'requires_action' | 'processing' | 'succeeded' | 'cancelled'
  amountMinor: number
  currency: string
  /** What the browser needs to confirm the payment with the provider; never stored. */
  clientSecret: string
  /** The latest try to move the money, by the provider's own id of it. */
  lastTry: ProviderCharge | null
  dispute: ProviderDispute | null
  metadata: Record<string, string>
}

export interface ProviderCharge {
  id: string
  status: 'pending' | 'succeeded' | 'failed'
  amountMinor: number
  /** Why it was refused, for example `insufficient_funds`. */
  declineCode: string | null
  at: Date
}

/** The buyer's bank took the money back, or means to. */
export interface ProviderDispute {
  id: string
  status: 'open' | 'won' | 'lost'
  amountMinor: number
  at: Date
}

export interface ProviderRefund {
  id: string
  intentId: string
  status: 'pending' | 'succeeded' | 'failed'
  amountMinor: number
  at: Date
}

/** A webhook whose signature is right. It says where to look: the truth is what the provider answers when asked. */
export interface ProviderEvent {
  id: string
  kind: 'intent.succeeded' | 'intent.failed' | 'intent.cancelled' | 'refund.updated' | 'dispute.opened' | 'dispute.closed' | 'other'
  intentId: string | null
  refundId: string | null
  occurredAt: Date
  raw: unknown
}

/**
 * A payment provider. Every call may time out with an unknown outcome; repeating it with the same
 * idempotency key gives the stored answer instead of a second effect. Throws `payments.provider_unavailable`.
 */
export interface PaymentGateway {
  readonly name: 'test' | 'stripe' | 'none'
  createIntent(input: {
    amountMinor: number
    currency: string
    metadata: Record<string, string>
    idempotencyKey: string
  }): Promise<PaymentIntent>
  readIntent(intentId: string): Promise<PaymentIntent>
  /** The intent afterwards: `cancelled`, or what it is when it can no longer be cancelled. */
  cancelIntent(intentId: string): Promise<PaymentIntent>
  /** Throws `payments.refund_refused` when the provider will not give that much back. */
  refund(input: { intentId: string; amountMinor: number; idempotencyKey: string }): Promise<ProviderRefund>
  readRefund(refundId: string): Promise<ProviderRefund>
  /** Checks signature and age (300 s both ways) of the untouched body. Throws `payments.webhook_rejected`. */
  readWebhook(body: string, signature: string | null): ProviderEvent
  close(): Promise<void>
}
