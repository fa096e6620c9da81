import type { Stripe } from 'stripe'
import { randomBytes } from 'node:crypto'
import { missing } from './stripe-problem'

/** Everything that the fake Stripe knows. Objects name each other by id; answers expand what is asked for. */
export interface StripeState {
  readonly livemode: boolean
  now(): number
  newId(prefix: string): string
  intents: Map<string, Stripe.PaymentIntent>
  charges: Map<string, Stripe.Charge>
  refunds: Map<string, Stripe.Refund>
  disputes: Map<string, Stripe.Dispute>
  accounts: Map<string, Stripe.Account>
  /** What was asked for of each link to the form, oldest first. */
  accountLinks: { account: string; return_url: string; refresh_url: string }[]
  transfers: Map<string, Stripe.Transfer>
  payouts: Map<string, Stripe.Payout>
  /** Oldest first. */
  balance: Stripe.BalanceTransaction[]
  /** What the payment method of an intent does, once one was given. */
  behaviours: Map<string, string>
  emit(type: string, object: object, account?: string): void
}

export function createState(options: { livemode: boolean; now: () => number; emit: StripeState['emit'] }): StripeState {
  return {
    ...options,
    newId: (prefix) => `${prefix}_${randomBytes(12).toString('hex')}`,
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    accounts: new Map(),
    accountLinks: [],
    transfers: new Map(),
    payouts: new Map(),
    balance: [],
    behaviours: new Map(),
  }
}

export function find<Thing>(things: Map<string, Thing>, what: string, id: string): Thing {
  const found = things.get(id)
  if (!found) throw missing(what, id)
  return found
}

/** A page of a list, newest first, as every list of Stripe is. */
export function page<Thing extends { id: string; created: number }>(
  things: readonly Thing[],
  url: string,
  { limit = 10, startingAfter, createdGte }: { limit?: number; startingAfter?: string; createdGte?: number } = {},
) {
  const newestFirst = [...things].reverse().filter(({ created }) => createdGte === undefined || created >= createdGte)
  const from = startingAfter === undefined ? 0 : newestFirst.findIndex(({ id }) => id === startingAfter) + 1
  if (startingAfter !== undefined && from === 0) throw missing('object', startingAfter)
  const data = newestFirst.slice(from, from + limit)
  return { object: 'list' as const, url, has_more: from + limit < newestFirst.length, data }
}
