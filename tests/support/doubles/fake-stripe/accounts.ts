import type { Stripe } from 'stripe'
import { metadataOf, textOf, type FormParams } from './form-body'
import { wrongParameter } from './stripe-problem'
import { find, type StripeState } from './stripe-state'

const DUE = ['business_type', 'external_account', 'tos_acceptance.date']

export function createAccount(state: StripeState, params: FormParams): Stripe.Account {
  const country = textOf(params, 'country') ?? ''
  if (!/^[A-Z]{2}$/.test(country)) throw wrongParameter('country', `Country '${country}' is unknown`)
  const account = {
    id: state.newId('acct'),
    object: 'account',
    capabilities: { transfers: 'inactive' },
    charges_enabled: false,
    country,
    created: state.now(),
    default_currency: 'eur',
    details_submitted: false,
    email: textOf(params, 'email') ?? null,
    metadata: metadataOf(params),
    payouts_enabled: false,
    requirements: requirements(DUE),
    type: 'express',
  } satisfies Stripe.Account
  state.accounts.set(account.id, account)
  return account
}

export function createAccountLink(state: StripeState, params: FormParams): Stripe.AccountLink {
  const { id } = find(state.accounts, 'account', textOf(params, 'account') ?? '')
  for (const name of ['return_url', 'refresh_url'])
    if (!/^https?:\/\//.test(textOf(params, name) ?? '')) throw wrongParameter(name, 'Not a valid URL', 'url_invalid')
  state.accountLinks.push({ account: id, return_url: textOf(params, 'return_url')!, refresh_url: textOf(params, 'refresh_url')! })
  const created = state.now()
  return {
    object: 'account_link',
    created,
    expires_at: created + 300,
    url: `https://connect.stripe.com/setup/e/${id}/${state.newId('link')}`,
  } satisfies Stripe.AccountLink
}

/** What the seller does on Stripe's own pages: everything that is asked for is given, or the bank account is missing still. */
export function onboard(state: StripeState, id: string, { complete = true }: { complete?: boolean } = {}): Stripe.Account {
  const account: Stripe.Account = find(state.accounts, 'account', id)
  Object.assign(account, {
    details_submitted: true,
    payouts_enabled: complete,
    capabilities: { transfers: complete ? 'active' : 'inactive' },
    requirements: requirements(complete ? [] : ['external_account']),
  })
  state.emit('account.updated', account, id)
  return account
}

/** Stripe asks for something more and stops payouts meanwhile. */
export function restrict(state: StripeState, id: string, due: string[]): Stripe.Account {
  const account: Stripe.Account = find(state.accounts, 'account', id)
  Object.assign(account, {
    payouts_enabled: false,
    capabilities: { transfers: 'inactive' },
    requirements: { ...requirements(due), past_due: due, disabled_reason: 'requirements.past_due' },
  })
  state.emit('account.updated', account, id)
  return account
}

const requirements = (due: string[]): Stripe.Account.Requirements => ({
  alternatives: [],
  current_deadline: null,
  currently_due: due,
  disabled_reason: due.length > 0 ? 'requirements.pending_verification' : null,
  errors: [],
  eventually_due: due,
  past_due: [],
  pending_verification: [],
})
