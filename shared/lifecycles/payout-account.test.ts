import { describe, expect, it } from 'vitest'
import { payoutAccountState, payoutNeedsOf, type KeptPayoutAccount } from './payout-account'

const account = (over: Partial<KeptPayoutAccount>): KeptPayoutAccount => ({ ready: false, submitted: true, due: [], problem: '', ...over })

describe("the state of a shop's account at the provider", () => {
  it.each([
    ['not_begun', null],
    ['more_needed', account({ submitted: false })],
    ['more_needed', account({ submitted: false, due: ['external_account'], problem: 'requirements.past_due' })],
    ['more_needed', account({ due: ['external_account'], problem: 'requirements.pending_verification' })],
    ['checking', account({ problem: 'requirements.pending_verification' })],
    ['checking', account({ problem: 'under_review' })],
    ['ready', account({ ready: true })],
    ['ready', account({ ready: true, due: ['individual.id_number'] })],
    ['restricted', account({ due: ['individual.id_number'], problem: 'requirements.past_due' })],
    ['restricted', account({ problem: 'rejected.fraud' })],
  ] as const)('is %s', (state, kept) => {
    expect(payoutAccountState(kept)).toBe(state)
  })
})

it('names what a provider asks for by kinds that people know, each once', () => {
  expect(
    payoutNeedsOf([
      'tos_acceptance.date',
      'tos_acceptance.ip',
      'individual.dob.day',
      'person_1aB2.last_name',
      'individual.verification.document',
      'company.verification.additional_document',
      'business_profile.url',
      'external_account',
    ]),
  ).toEqual(['identity_document', 'person', 'business', 'bank_account', 'terms'])
  expect(payoutNeedsOf(['something.new'])).toEqual(['other'])
  expect(payoutNeedsOf([])).toEqual([])
})
