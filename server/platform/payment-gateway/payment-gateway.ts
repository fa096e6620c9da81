/** How the provider sees one attempt to pay. */
export interface PaymentIntent {
  id: string
  status: 'requires_action' | 'processing' | 'succeeded' | 'failed' | 'cancelled'
  amountMinor: number
  currency: string
  /** What the browser needs to confirm the payment with the provider; never stored. */
  clientSecret: string
  /** The provider's id of the money that moved, once it did. */
  chargeId: string | null
  /** The provider's reason for a decline, for example `card_declined`. */
  declineCode: string | null
  metadata: Record<string, string>
}

export interface ProviderRefund {
  id: string
  status: 'pending' | 'succeeded' | 'failed'
  amountMinor: number
}

/** A webhook whose signature is right. */
export interface ProviderEvent {
  id: string
  kind: 'intent.succeeded' | 'intent.failed' | 'intent.cancelled' | 'refund.updated' | 'dispute.opened' | 'dispute.closed' | 'other'
  intentId: string | null
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
  refund(input: { intentId: string; amountMinor: number; idempotencyKey: string }): Promise<ProviderRefund>
  /** Checks signature and age (300 s both ways) of the untouched body. Throws `payments.webhook_rejected`. */
  readWebhook(body: string, signature: string | null): ProviderEvent
}
