import type { Stripe } from 'stripe'
import { wholeOf, textOf, type FormParams } from './form-body'
import { find, page, type StripeState } from './stripe-state'
import { StripeProblem } from './stripe-problem'

const SETTLES_IN_SECONDS = 2 * 86_400

interface Booking {
  type: Stripe.BalanceTransaction.Type
  category: string
  amount: number
  fee?: number
  currency: string
  source: string
  /** Money that comes is there after two days; money that goes is gone at once. */
  isComing?: boolean
}

export function book(state: StripeState, { type, category, amount, fee = 0, currency, source, isComing = false }: Booking): string {
  const created = state.now()
  const booked = {
    id: state.newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: created + (isComing ? SETTLES_IN_SECONDS : 0),
    balance_type: 'payments',
    created,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee > 0 ? [{ amount: fee, application: null, currency, description: 'Stripe fees', type: 'stripe_fee' }] : [],
    net: amount - fee,
    reporting_category: category,
    source,
    status: isComing ? 'pending' : 'available',
    type,
  } satisfies Stripe.BalanceTransaction
  state.balance.push(booked)
  return booked.id
}

export const availableOf = (state: StripeState, currency: string): number =>
  state.balance
    .filter((booked) => booked.currency === currency && booked.available_on <= state.now())
    .reduce((total, { net }) => total + net, 0)

export const listBalance = (state: StripeState, params: FormParams) =>
  page(
    state.balance.map((booked) => ({ ...booked, status: booked.available_on <= state.now() ? 'available' : 'pending' })),
    '/v1/balance_transactions',
    {
      limit: wholeOf(params, 'limit'),
      startingAfter: textOf(params, 'starting_after'),
      createdGte: wholeOf((params.created ?? {}) as FormParams, 'gte'),
    },
  )

export const showBalanceTransaction = (state: StripeState, id: string) =>
  find(new Map(state.balance.map((booked) => [booked.id, booked])), 'balance transaction', id)

/** What the platform pays out to its own bank account. */
export function createPayout(state: StripeState, params: FormParams): Stripe.Payout {
  const amount = wholeOf(params, 'amount') ?? 0
  const currency = textOf(params, 'currency') ?? 'eur'
  if (amount > availableOf(state, currency)) throw new StripeProblem(400, 'You have insufficient funds.', { code: 'balance_insufficient' })
  const id = state.newId('po')
  const created = state.now()
  const payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: created + 86_400,
    automatic: false,
    balance_transaction: book(state, { type: 'payout', category: 'payout', amount: -amount, currency, source: id }),
    created,
    currency,
    description: null,
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: state.livemode,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  } satisfies Stripe.Payout
  state.payouts.set(id, payout)
  state.emit('payout.created', payout)
  return payout
}
