import type { Stripe } from 'stripe'
import { availableOf, book } from './balance'
import { metadataOf, textOf, wholeOf, type FormParams } from './form-body'
import { StripeProblem } from './stripe-problem'
import { checkedAmount } from './stripe-amounts'
import { find, page, type StripeState } from './stripe-state'

export function createTransfer(state: StripeState, params: FormParams): Stripe.Transfer {
  const currency = textOf(params, 'currency') ?? ''
  const amount = checkedAmount(wholeOf(params, 'amount'), currency)
  const account = find(state.accounts, 'account', textOf(params, 'destination') ?? '')
  if (account.capabilities?.transfers !== 'active')
    throw new StripeProblem(400, 'Your destination account needs to have at least one of the following capabilities enabled: transfers', {
      code: 'insufficient_capabilities_for_transfer',
    })
  const source = textOf(params, 'source_transaction')
  const left = source ? leftOfCharge(state, source) : availableOf(state, currency)
  if (amount > left) throw new StripeProblem(400, 'You have insufficient available funds.', { code: 'balance_insufficient' })

  const id = state.newId('tr')
  const transfer = {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: book(state, { type: 'transfer', category: 'transfer', amount: -amount, currency, source: id }),
    created: state.now(),
    currency,
    description: textOf(params, 'description') ?? null,
    destination: account.id,
    livemode: state.livemode,
    metadata: metadataOf(params),
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source ?? null,
    source_type: 'card',
    transfer_group: textOf(params, 'transfer_group') ?? null,
  } satisfies Stripe.Transfer
  state.transfers.set(id, transfer)
  state.emit('transfer.created', transfer)
  return transfer
}

function leftOfCharge(state: StripeState, chargeId: string): number {
  const charge = find(state.charges, 'charge', chargeId)
  const moved = [...state.transfers.values()].filter(({ source_transaction }) => source_transaction === chargeId)
  return charge.amount - moved.reduce((total, { amount, amount_reversed }) => total + amount - amount_reversed, 0)
}

export const listTransfers = (state: StripeState, params: FormParams) =>
  page(
    [...state.transfers.values()].filter(({ transfer_group }) => transfer_group === textOf(params, 'transfer_group')),
    '/v1/transfers',
    { limit: wholeOf(params, 'limit'), startingAfter: textOf(params, 'starting_after') },
  )

export function reverseTransfer(state: StripeState, transferId: string, params: FormParams): Stripe.TransferReversal {
  const transfer: Stripe.Transfer = find(state.transfers, 'transfer', transferId)
  const left = transfer.amount - transfer.amount_reversed
  const amount = checkedAmount(wholeOf(params, 'amount') ?? left, transfer.currency)
  if (amount > left)
    throw new StripeProblem(400, `Transfer reversal amount (${amount}) is greater than unreversed amount (${left})`, { param: 'amount' })
  if (state.accounts.get(String(transfer.destination))!.metadata?.balance === 'empty')
    throw new StripeProblem(400, 'The connected account has an insufficient balance.', { code: 'balance_insufficient' })

  const id = state.newId('trr')
  const { currency } = transfer
  const reversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: book(state, { type: 'transfer_refund', category: 'transfer_reversal', amount, currency, source: id }),
    created: state.now(),
    currency,
    destination_payment_refund: null,
    metadata: metadataOf(params),
    source_refund: null,
    transfer: transfer.id,
  } satisfies Stripe.TransferReversal
  transfer.reversals.data.unshift(reversal)
  transfer.amount_reversed += amount
  transfer.reversed = transfer.amount_reversed === transfer.amount
  state.emit('transfer.reversed', transfer)
  return reversal
}
