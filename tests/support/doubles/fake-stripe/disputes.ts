import type { Stripe } from 'stripe'
import { book } from './balance'
import { textOf, wholeOf, type FormParams } from './form-body'
import { find, page, type StripeState } from './stripe-state'

const FEE = 2000

/** The buyer's bank takes the money back until it is decided, and Stripe its fee. */
export function openDispute(state: StripeState, chargeId: string): Stripe.Dispute {
  const charge = find(state.charges, 'charge', chargeId)
  const id = state.newId('du')
  const { amount, currency } = charge
  const taken = book(state, { type: 'adjustment', category: 'dispute', amount: -amount, fee: FEE, currency, source: id })
  const dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: state.balance.filter((booked) => booked.id === taken),
    charge: charge.id,
    created: state.now(),
    currency,
    enhanced_eligibility_types: [],
    evidence: {} as Stripe.Dispute.Evidence,
    evidence_details: {
      due_by: state.now() + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: state.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  } satisfies Stripe.Dispute
  state.disputes.set(id, dispute)
  charge.disputed = true
  state.emit('charge.dispute.created', dispute)
  state.emit('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

export function closeDispute(state: StripeState, id: string, status: 'won' | 'lost'): Stripe.Dispute {
  const dispute: Stripe.Dispute = find(state.disputes, 'dispute', id)
  dispute.status = status
  if (status === 'won') {
    const { amount, currency } = dispute
    const back = book(state, { type: 'adjustment', category: 'dispute_reversal', amount, fee: -FEE, currency, source: id })
    dispute.balance_transactions.push(state.balance.find((booked) => booked.id === back)!)
    state.emit('charge.dispute.funds_reinstated', dispute)
  }
  state.emit('charge.dispute.closed', dispute)
  return dispute
}

export const listDisputes = (state: StripeState, params: FormParams) =>
  page(
    [...state.disputes.values()].filter(({ payment_intent }) => payment_intent === textOf(params, 'payment_intent')),
    '/v1/disputes',
    { limit: wholeOf(params, 'limit') },
  )
