import type { BalanceEntryKind } from '#shared/lifecycles/balance-entry'
import type { DisputeReason, DisputeStatus } from '#shared/lifecycles/dispute'

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
  status: DisputeStatus
  amountMinor: number
  reason: DisputeReason
  at: Date
  /** Until when the bank takes what speaks against it. */
  respondBy: Date | null
}

export interface ProviderRefund {
  id: string
  intentId: string
  status: 'pending' | 'succeeded' | 'failed'
  amountMinor: number
  at: Date
}

/** A shop's own account at the provider, to which its share is moved. */
export interface ShopAccount {
  id: string
  /** Money may be moved to it. */
  canReceive: boolean
  /** What it holds is paid out to the seller's bank. */
  canPayOut: boolean
  /** The seller went through the provider's own form. */
  detailsSubmitted: boolean
  /** What the provider still asks the seller for, by its own names. */
  due: string[]
  /** Why the provider stopped it, by its own name. */
  disabledReason: string | null
}

/** Money moved from the platform's balance to a shop's account. */
export interface ProviderTransfer {
  id: string
  accountId: string
  amountMinor: number
  currency: string
  at: Date
}

export interface ProviderTransferReversal {
  id: string
  transferId: string
  amountMinor: number
  at: Date
}

/** One line of the provider's book about the platform's balance. */
export interface BalanceEntry {
  id: string
  kind: BalanceEntryKind
  /** What came, or below zero what went, in the currency of the balance, before the fee. */
  amountMinor: number
  /** What the provider keeps; below zero what it gives back. */
  feeMinor: number
  currency: string
  /** The provider's own id of the charge, refund, dispute, transfer, reversal or payout. */
  sourceId: string | null
  at: Date
  /** From when the money can be used. */
  availableAt: Date
}

/** A webhook whose signature is right. It says where to look: the truth is what the provider answers when asked. */
export interface ProviderEvent {
  id: string
  kind:
    | 'intent.succeeded'
    | 'intent.failed'
    | 'intent.cancelled'
    | 'refund.updated'
    | 'dispute.opened'
    | 'dispute.closed'
    | 'account.updated'
    | 'other'
  intentId: string | null
  refundId: string | null
  accountId: string | null
  occurredAt: Date
  /** What may be stored of it: neither a secret of the browser nor anything about the buyer. */
  raw: unknown
}

/**
 * A payment provider. Every call may time out with an unknown outcome; repeating it with the same
 * idempotency key gives the stored answer instead of a second effect. Throws `payments.provider_unavailable`.
 */
export interface PaymentGateway {
  readonly name: 'test' | 'stripe' | 'none'
  /** False while only play money moves; then every page says so. */
  readonly takesRealMoney: boolean
  /** What the provider's own form in the browser needs besides the client secret; no secret itself. */
  readonly publishableKey: string | null
  /** Shops are paid to accounts at the provider, which each of them opens there; elsewhere they are paid by bank. */
  readonly opensShopAccounts: boolean

  /** Throws `payments.amount_refused` for what the provider cannot take for sure; asks nobody, so it may still refuse others. */
  checkAmount(amountMinor: number, currency: string): void
  /** Throws `payments.amount_refused` when the provider cannot take such an amount of this currency. */
  createIntent(input: {
    amountMinor: number
    currency: string
    metadata: Record<string, string>
    /** Ties what is moved to shops later to this payment. */
    transferGroup: string
    idempotencyKey: string
  }): Promise<PaymentIntent>
  readIntent(intentId: string): Promise<PaymentIntent>
  /** Where an admin answers a dispute on the provider's own pages; null where there are none. */
  disputeAddress(disputeId: string): string | null
  /** The intent afterwards: `cancelled`, or what it is when it can no longer be cancelled. */
  cancelIntent(intentId: string): Promise<PaymentIntent>
  /** Throws `payments.refund_refused` when the provider will not give that much back. */
  refund(input: { intentId: string; amountMinor: number; idempotencyKey: string }): Promise<ProviderRefund>
  readRefund(refundId: string): Promise<ProviderRefund>

  createShopAccount(input: {
    email: string
    country: string
    metadata: Record<string, string>
    idempotencyKey: string
  }): Promise<ShopAccount>
  /** Where the seller answers what the provider asks for; works once and for a few minutes. */
  onboardingLink(input: { accountId: string; returnUrl: string; refreshUrl: string }): Promise<{ url: string; expiresAt: Date }>
  readShopAccount(accountId: string): Promise<ShopAccount>
  /** Throws `payments.transfer_refused`: the balance does not reach, or the account cannot take money. */
  transfer(input: {
    amountMinor: number
    currency: string
    accountId: string
    transferGroup: string
    /** Moves money of this charge, also before it can be used otherwise. */
    chargeId: string | null
    idempotencyKey: string
  }): Promise<ProviderTransfer>
  /** Throws `payments.transfer_refused` when that much is not there any more. */
  reverseTransfer(input: {
    transferId: string
    amountMinor: number
    currency: string
    idempotencyKey: string
  }): Promise<ProviderTransferReversal>
  /** Newest first; `cursor` of the answer is for the next page, null at the end. */
  listBalanceTransactions(input: { since: Date; cursor?: string | null }): Promise<{ entries: BalanceEntry[]; cursor: string | null }>

  /** Checks signature and age (300 s both ways) of the untouched body. Throws `payments.webhook_rejected`. */
  readWebhook(body: string, signature: string | null): ProviderEvent
  close(): Promise<void>
}
