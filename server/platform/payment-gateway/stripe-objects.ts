import type { Stripe } from 'stripe'
import type { DisputeReason } from '#shared/lifecycles/dispute'
import type {
  BalanceEntry,
  PaymentIntent,
  ProviderCharge,
  ProviderDispute,
  ProviderRefund,
  ProviderTransfer,
  ProviderTransferReversal,
  ShopAccount,
} from './payment-gateway'
import { fromStripeAmount } from './stripe-amounts'

const momentOf = (seconds: number) => new Date(seconds * 1000)
const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

const STATUSES: Record<string, PaymentIntent['status']> = {
  requires_payment_method: 'requires_payment',
  requires_confirmation: 'requires_payment',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'processing',
  succeeded: 'succeeded',
  canceled: 'cancelled',
}

/** `latest_charge` has to be expanded. */
export function readIntentOf(intent: Stripe.PaymentIntent, dispute: Stripe.Dispute | null): PaymentIntent {
  return {
    id: intent.id,
    status: STATUSES[intent.status] ?? 'processing',
    amountMinor: fromStripeAmount(intent.amount, intent.currency),
    currency: intent.currency.toUpperCase(),
    clientSecret: intent.client_secret ?? '',
    lastTry: lastTryOf(intent),
    dispute: dispute && readDispute(dispute),
    metadata: intent.metadata,
  }
}

function lastTryOf(intent: Stripe.PaymentIntent): ProviderCharge | null {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const error = intent.last_payment_error
  if (error && (!charge || error.charge !== charge.id)) {
    // Refused by the bank's own question before there was a charge.
    return {
      id: error.charge ?? `${intent.id}:${error.payment_method?.id ?? error.code}`,
      status: 'failed',
      amountMinor: fromStripeAmount(intent.amount, intent.currency),
      declineCode: declineCodeOf(error),
      at: momentOf(charge?.created ?? intent.created),
    }
  }
  if (!charge) return null
  return {
    id: charge.id,
    status: charge.status === 'succeeded' ? 'succeeded' : charge.status === 'failed' ? 'failed' : 'pending',
    amountMinor: fromStripeAmount(charge.amount, charge.currency),
    declineCode: charge.status === 'failed' ? declineCodeOf(error ?? { code: charge.failure_code ?? undefined }) : null,
    at: momentOf(charge.created),
  }
}

const SAME_REASON: Record<string, string> = {
  generic_decline: 'card_declined',
  payment_intent_authentication_failure: 'authentication_failed',
  authentication_required: 'authentication_failed',
  payment_intent_payment_attempt_failed: 'processing_error',
}

function declineCodeOf({ decline_code, code }: { decline_code?: string; code?: string }): string {
  const reason = decline_code ?? code ?? 'card_declined'
  return SAME_REASON[reason] ?? reason
}

/** Null for what is only an inquiry: there no money has moved. */
function readDispute(dispute: Stripe.Dispute): ProviderDispute | null {
  if (dispute.status.startsWith('warning_') || dispute.status === 'prevented') return null
  return {
    id: dispute.id,
    status: dispute.status === 'won' ? 'won' : dispute.status === 'lost' ? 'lost' : 'open',
    amountMinor: fromStripeAmount(dispute.amount, dispute.currency),
    reason: DISPUTE_KINDS[dispute.reason] ?? 'other',
    at: momentOf(dispute.created),
    respondBy: dispute.evidence_details.due_by ? momentOf(dispute.evidence_details.due_by) : null,
  }
}

const DISPUTE_KINDS: Record<string, DisputeReason> = {
  fraudulent: 'fraudulent',
  product_not_received: 'not_received',
  product_unacceptable: 'not_as_described',
  duplicate: 'duplicate',
  credit_not_processed: 'refund_missing',
  subscription_canceled: 'refund_missing',
  unrecognized: 'unrecognized',
}

export const readRefundOf = (refund: Stripe.Refund): ProviderRefund => ({
  id: refund.id,
  intentId: idOf(refund.payment_intent) ?? '',
  status: refund.status === 'succeeded' ? 'succeeded' : refund.status === 'failed' || refund.status === 'canceled' ? 'failed' : 'pending',
  amountMinor: fromStripeAmount(refund.amount, refund.currency),
  at: momentOf(refund.created),
})

export const readAccount = (account: Stripe.Account): ShopAccount => ({
  id: account.id,
  canReceive: account.capabilities?.transfers === 'active',
  canPayOut: account.payouts_enabled,
  detailsSubmitted: account.details_submitted,
  due: [...new Set([...(account.requirements?.past_due ?? []), ...(account.requirements?.currently_due ?? [])])],
  disabledReason: account.requirements?.disabled_reason ?? null,
})

export const readTransfer = (transfer: Stripe.Transfer): ProviderTransfer => ({
  id: transfer.id,
  accountId: idOf(transfer.destination) ?? '',
  amountMinor: fromStripeAmount(transfer.amount, transfer.currency),
  currency: transfer.currency.toUpperCase(),
  at: momentOf(transfer.created),
})

export const readReversal = (reversal: Stripe.TransferReversal): ProviderTransferReversal => ({
  id: reversal.id,
  transferId: idOf(reversal.transfer)!,
  amountMinor: fromStripeAmount(reversal.amount, reversal.currency),
  at: momentOf(reversal.created),
})

const ENTRY_KINDS: Record<string, BalanceEntry['kind']> = {
  charge: 'charge',
  refund: 'refund',
  partial_capture_reversal: 'refund',
  refund_failure: 'refund_failed',
  charge_failure: 'refund',
  dispute: 'dispute',
  dispute_reversal: 'dispute_won',
  transfer: 'transfer',
  transfer_reversal: 'transfer_reversal',
  payout: 'payout',
  payout_reversal: 'payout_failed',
  fee: 'fee',
  network_cost: 'fee',
  tax: 'fee',
}

export const readBalanceEntry = (booked: Stripe.BalanceTransaction): BalanceEntry => ({
  id: booked.id,
  kind: ENTRY_KINDS[booked.reporting_category] ?? 'other',
  amountMinor: fromStripeAmount(booked.amount, booked.currency),
  feeMinor: fromStripeAmount(booked.fee, booked.currency),
  currency: booked.currency.toUpperCase(),
  sourceId: idOf(booked.source),
  at: momentOf(booked.created),
  availableAt: momentOf(booked.available_on),
})
