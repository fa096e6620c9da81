/**
 * How far a shop is with its account at the payment provider. `checking`: the provider looks at what it was told;
 * `restricted`: it has stopped the account, after all was told.
 */
export const PAYOUT_ACCOUNT_STATES = ['not_begun', 'more_needed', 'checking', 'ready', 'restricted'] as const
export type PayoutAccountState = (typeof PAYOUT_ACCOUNT_STATES)[number]

/** What a provider has said of a shop's account, as it is kept. */
export interface KeptPayoutAccount {
  /** Money may be moved there and is paid out from there. */
  ready: boolean
  /** The seller went through the provider's form. */
  submitted: boolean
  /** What is asked for, by the provider's own names. */
  due: readonly string[]
  /** Why it was stopped, by the provider's own name; empty where it was not. */
  problem: string
}

/** Reasons of a provider that end by themselves. */
const PASSING_PROBLEMS: readonly string[] = ['', 'requirements.pending_verification', 'under_review']

/** Null stands for a shop that has no account. */
export function payoutAccountState(account: KeptPayoutAccount | null): PayoutAccountState {
  if (!account) return 'not_begun'
  if (account.ready) return 'ready'
  if (account.submitted && !PASSING_PROBLEMS.includes(account.problem)) return 'restricted'
  return account.submitted && account.due.length === 0 ? 'checking' : 'more_needed'
}

/** What providers ask sellers for, in kinds that people know. */
export const PAYOUT_NEEDS = ['identity_document', 'person', 'business', 'bank_account', 'terms', 'other'] as const
export type PayoutNeed = (typeof PAYOUT_NEEDS)[number]

const KINDS: readonly (readonly [RegExp, PayoutNeed])[] = [
  [/\.(?:additional_)?document\b/, 'identity_document'],
  [/^external_account/, 'bank_account'],
  [/^tos_acceptance/, 'terms'],
  [/^(?:individual|person_\w+|owners|directors|executives|representative)\b/, 'person'],
  [/^(?:company|business_\w+|settings)\b/, 'business'],
]

/** The provider's own names as kinds of things, each once. */
export function payoutNeedsOf(due: readonly string[]): PayoutNeed[] {
  const named = new Set(due.map((name) => KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'))
  return PAYOUT_NEEDS.filter((need) => named.has(need))
}
