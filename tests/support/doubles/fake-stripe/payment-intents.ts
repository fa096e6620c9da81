import type { Stripe } from 'stripe'
import { book } from './balance'
import { openDispute } from './disputes'
import { metadataOf, namesOf, textOf, wholeOf, type FormParams } from './form-body'
import { checkedAmount, checkSmallest, feeOf } from './stripe-amounts'
import { StripeProblem, wrongParameter } from './stripe-problem'
import { find, type StripeState } from './stripe-state'

/** Stripe's own test payment methods, and two that take a while, by what they do. */
const DECLINES: Record<string, { code: string; decline_code: string }> = {
  pm_card_chargeDeclined: { code: 'card_declined', decline_code: 'generic_decline' },
  pm_card_chargeDeclinedInsufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedLostCard: { code: 'card_declined', decline_code: 'lost_card' },
  pm_card_visa_chargeDeclinedStolenCard: { code: 'card_declined', decline_code: 'stolen_card' },
  pm_card_chargeDeclinedFraudulent: { code: 'card_declined', decline_code: 'fraudulent' },
  pm_card_chargeDeclinedExpiredCard: { code: 'expired_card', decline_code: 'expired_card' },
  pm_card_chargeDeclinedIncorrectCvc: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc' },
  pm_card_chargeDeclinedProcessingError: { code: 'processing_error', decline_code: 'processing_error' },
}
const ASKS_THE_BUYER = new Set(['pm_card_threeDSecure2Required', 'pm_card_authenticationRequired'])
export const PAYS_SLOWLY = 'pm_slow_success'
export const FAILS_SLOWLY = 'pm_slow_failure'
const OPEN = new Set<string>(['requires_payment_method', 'requires_confirmation', 'requires_action'])

export function createIntent(state: StripeState, params: FormParams): Stripe.PaymentIntent {
  const currency = textOf(params, 'currency') ?? ''
  const amount = checkedAmount(wholeOf(params, 'amount'), currency)
  checkSmallest(amount, currency)
  const metadata = metadataOf(params)
  if (Object.entries(metadata).some(([name, value]) => name.length > 40 || value.length > 500))
    throw wrongParameter('metadata', 'Metadata is too long')

  const id = state.newId('pi')
  const automatic = (params.automatic_payment_methods ?? {}) as FormParams
  const intent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: textOf(automatic, 'enabled') === 'true' ? { enabled: true, allow_redirects: 'always' } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${state.newId('s').slice(2)}`,
    confirmation_method: 'automatic',
    created: state.now(),
    currency,
    customer: null,
    customer_account: null,
    description: textOf(params, 'description') ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: state.livemode,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: textOf(params, 'transfer_group') ?? null,
  } satisfies Stripe.PaymentIntent
  state.intents.set(id, intent)
  state.emit('payment_intent.created', intent)
  return intent
}

export function showIntent(state: StripeState, intent: Stripe.PaymentIntent, params: FormParams): Stripe.PaymentIntent {
  if (!namesOf(params, 'expand').includes('latest_charge') || typeof intent.latest_charge !== 'string') return intent
  return { ...intent, latest_charge: state.charges.get(intent.latest_charge)! }
}

export function cancelIntent(state: StripeState, id: string): Stripe.PaymentIntent {
  const intent = find(state.intents, 'payment_intent', id)
  if (!OPEN.has(intent.status)) throw unexpectedState(intent, 'cancel')
  Object.assign(intent, { status: 'canceled', canceled_at: state.now(), next_action: null })
  state.emit('payment_intent.canceled', intent)
  return intent
}

/** What the buyer's browser asks for, or a test with the secret key. */
export function confirmIntent(state: StripeState, id: string, params: FormParams): Stripe.PaymentIntent {
  const intent = find(state.intents, 'payment_intent', id)
  if (!OPEN.has(intent.status)) throw unexpectedState(intent, 'confirm')
  const method = textOf(params, 'payment_method')
  if (!method) throw wrongParameter('payment_method', 'You must give a payment method', 'parameter_missing')
  state.behaviours.set(id, method)
  Object.assign(intent, { payment_method: state.newId('pm'), last_payment_error: null, next_action: null })

  if (ASKS_THE_BUYER.has(method)) {
    Object.assign(intent, {
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'stripe_3ds2_fingerprint' } },
    })
    state.emit('payment_intent.requires_action', intent)
    return intent
  }
  const decline = DECLINES[method]
  if (decline) {
    refuse(state, intent, decline)
    throw new StripeProblem(402, 'Your card was declined.', { type: 'card_error', ...decline, payment_intent: intent })
  }
  if (method === PAYS_SLOWLY || method === FAILS_SLOWLY) {
    Object.assign(intent, { status: 'processing', latest_charge: makeCharge(state, intent, 'pending').id })
    state.emit('payment_intent.processing', intent)
    return intent
  }
  succeed(state, intent)
  if (method === 'pm_card_createDispute') openDispute(state, String(intent.latest_charge))
  return intent
}

/** The bank's question is answered. */
export function authenticate(state: StripeState, id: string, outcome: 'approve' | 'refuse'): Stripe.PaymentIntent {
  const intent = find(state.intents, 'payment_intent', id)
  if (intent.status !== 'requires_action') return intent
  if (outcome === 'approve') {
    succeed(state, intent)
    return intent
  }
  Object.assign(intent, {
    status: 'requires_payment_method',
    next_action: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message: 'The provided PaymentMethod has failed authentication.',
      payment_method: { id: intent.payment_method, object: 'payment_method' },
    },
    payment_method: null,
  })
  state.emit('payment_intent.payment_failed', intent)
  return intent
}

/** Everything that takes a while is done now. */
export function settleIntents(state: StripeState): void {
  for (const intent of state.intents.values()) {
    if (intent.status !== 'processing') continue
    if (state.behaviours.get(intent.id) === FAILS_SLOWLY) refuse(state, intent, { code: 'payment_intent_payment_attempt_failed' })
    else succeed(state, intent)
  }
}

function succeed(state: StripeState, intent: Stripe.PaymentIntent): void {
  const pending = state.charges.get(String(intent.latest_charge))
  const charge = pending?.status === 'pending' ? pending : makeCharge(state, intent, 'succeeded')
  const { id, amount, currency } = charge
  Object.assign(charge, {
    status: 'succeeded',
    paid: true,
    captured: true,
    amount_captured: amount,
    balance_transaction: book(state, {
      type: 'charge',
      category: 'charge',
      amount,
      fee: feeOf(amount, currency),
      currency,
      source: id,
      isComing: true,
    }),
  })
  Object.assign(intent, { status: 'succeeded', latest_charge: id, amount_received: amount, next_action: null, last_payment_error: null })
  state.emit('charge.succeeded', charge)
  state.emit('payment_intent.succeeded', intent)
}

function refuse(state: StripeState, intent: Stripe.PaymentIntent, error: { code: string; decline_code?: string }): void {
  const pending = state.charges.get(String(intent.latest_charge))
  const charge = pending?.status === 'pending' ? pending : makeCharge(state, intent, 'failed')
  Object.assign(charge, { status: 'failed', failure_code: error.code, failure_message: 'Your card was declined.' })
  Object.assign(intent, {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: { type: 'card_error', message: 'Your card was declined.', charge: charge.id, ...error },
  })
  state.emit('charge.failed', charge)
  state.emit('payment_intent.payment_failed', intent)
}

function makeCharge(state: StripeState, intent: Stripe.PaymentIntent, status: Stripe.Charge.Status): Stripe.Charge {
  const charge = {
    id: state.newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: false,
    created: state.now(),
    currency: intent.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: null,
    livemode: state.livemode,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: String(intent.payment_method),
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  } satisfies Stripe.Charge
  state.charges.set(charge.id, charge)
  return charge
}

const unexpectedState = (intent: Stripe.PaymentIntent, wish: string) =>
  new StripeProblem(400, `You cannot ${wish} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
