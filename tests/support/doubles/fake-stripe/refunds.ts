import type { Stripe } from 'stripe'
import { book } from './balance'
import { metadataOf, textOf, wholeOf, type FormParams } from './form-body'
import { checkedAmount } from './stripe-amounts'
import { StripeProblem } from './stripe-problem'
import { find, page, type StripeState } from './stripe-state'

/** A refund of a charge by these is `pending` at first; by the second it fails in the end. */
export const REFUNDS_SLOWLY = 'pm_card_pendingRefund'
export const REFUND_FAILS = 'pm_card_refundFail'

export function createRefund(state: StripeState, params: FormParams): Stripe.Refund {
  const intent = find(state.intents, 'payment_intent', textOf(params, 'payment_intent') ?? '')
  const charge = state.charges.get(String(intent.latest_charge))
  if (intent.status !== 'succeeded' || !charge)
    throw new StripeProblem(400, `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`)
  if (charge.refunded) throw new StripeProblem(400, 'Charge has already been refunded.', { code: 'charge_already_refunded' })
  if (charge.disputed) throw new StripeProblem(400, 'Charge has been charged back.', { code: 'charge_disputed' })
  const left = charge.amount - charge.amount_refunded
  const amount = checkedAmount(wholeOf(params, 'amount') ?? left, charge.currency)
  if (amount > left)
    throw new StripeProblem(400, `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' })

  const id = state.newId('re')
  const { currency } = charge
  const isSlow = [REFUNDS_SLOWLY, REFUND_FAILS].includes(state.behaviours.get(intent.id) ?? '')
  const refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: book(state, { type: 'refund', category: 'refund', amount: -amount, currency, source: id }),
    charge: charge.id,
    created: state.now(),
    currency,
    customer: null,
    customer_account: null,
    metadata: metadataOf(params),
    payment_intent: intent.id,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isSlow ? 'pending' : 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund
  state.refunds.set(id, refund)
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  state.emit('refund.created', refund)
  state.emit('charge.refunded', charge)
  return refund
}

export const listRefunds = (state: StripeState, params: FormParams) =>
  page(
    [...state.refunds.values()].filter(({ payment_intent }) => payment_intent === textOf(params, 'payment_intent')),
    '/v1/refunds',
    { limit: wholeOf(params, 'limit'), startingAfter: textOf(params, 'starting_after') },
  )

export function settleRefunds(state: StripeState): void {
  for (const refund of state.refunds.values()) {
    if (refund.status !== 'pending') continue
    const behaviour = state.behaviours.get(String(refund.payment_intent))
    if (behaviour === REFUND_FAILS) failRefund(state, refund)
    else {
      refund.status = 'succeeded'
      state.emit('refund.updated', refund)
    }
  }
}

/** The buyer's bank would not take it: the money is back at the platform. */
function failRefund(state: StripeState, refund: Stripe.Refund): void {
  const charge = state.charges.get(String(refund.charge))!
  const { id, amount, currency } = refund
  charge.amount_refunded -= amount
  charge.refunded = false
  Object.assign(refund, {
    status: 'failed',
    failure_reason: 'lost_or_stolen_card',
    failure_balance_transaction: book(state, { type: 'refund_failure', category: 'refund_failure', amount, currency, source: id }),
  })
  state.emit('refund.failed', refund)
}
