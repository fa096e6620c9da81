import { createAccount, createAccountLink } from './accounts'
import { createPayout, listBalance, showBalanceTransaction } from './balance'
import { listDisputes } from './disputes'
import type { FormParams } from './form-body'
import { authenticate, cancelIntent, confirmIntent, createIntent, showIntent } from './payment-intents'
import { createRefund, listRefunds } from './refunds'
import { find, type StripeState } from './stripe-state'
import { createTransfer, listTransfers, reverseTransfer } from './transfers'

type Work = (state: StripeState, params: FormParams, id: string) => object

interface Route {
  method: 'GET' | 'POST'
  path: RegExp
  work: Work
  /** Also for the buyer's browser, which has the publishable key and the secret of its payment. */
  browser?: boolean
}

const route = (method: Route['method'], path: string, work: Work, browser = false): Route => ({
  method,
  path: new RegExp(`^/v1/${path.replace(':id', '([^/]+)')}$`),
  work,
  browser,
})

export const ROUTES: readonly Route[] = [
  route('POST', 'payment_intents', (state, params) => showIntent(state, createIntent(state, params), params)),
  route('GET', 'payment_intents/:id', (state, params, id) => showIntent(state, find(state.intents, 'payment_intent', id), params), true),
  route('POST', 'payment_intents/:id/confirm', (state, params, id) => showIntent(state, confirmIntent(state, id, params), params), true),
  route('POST', 'payment_intents/:id/cancel', (state, params, id) => showIntent(state, cancelIntent(state, id), params)),
  // Not Stripe's: stands for the bank's own page.
  route(
    'POST',
    'payment_intents/:id/authenticate',
    (state, params, id) => authenticate(state, id, params.outcome === 'approve' ? 'approve' : 'refuse'),
    true,
  ),
  route('GET', 'charges/:id', (state, _, id) => find(state.charges, 'charge', id)),
  route('POST', 'refunds', createRefund),
  route('GET', 'refunds', listRefunds),
  route('GET', 'refunds/:id', (state, _, id) => find(state.refunds, 'refund', id)),
  route('GET', 'disputes', listDisputes),
  route('GET', 'disputes/:id', (state, _, id) => find(state.disputes, 'dispute', id)),
  route('POST', 'accounts', createAccount),
  route('GET', 'accounts/:id', (state, _, id) => find(state.accounts, 'account', id)),
  route('POST', 'account_links', createAccountLink),
  route('POST', 'transfers', createTransfer),
  route('GET', 'transfers', listTransfers),
  route('GET', 'transfers/:id', (state, _, id) => find(state.transfers, 'transfer', id)),
  route('POST', 'transfers/:id/reversals', (state, params, id) => reverseTransfer(state, id, params)),
  route('GET', 'transfers/:id/reversals', (state, _, id) => find(state.transfers, 'transfer', id).reversals),
  route('GET', 'balance_transactions', listBalance),
  route('GET', 'balance_transactions/:id', (state, _, id) => showBalanceTransaction(state, id)),
  route('POST', 'payouts', createPayout),
  route('GET', 'payouts/:id', (state, _, id) => find(state.payouts, 'payout', id)),
]
