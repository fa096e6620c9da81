import { DomainError } from '#server/platform/errors'
import type { CouponProblem } from '#shared/contracts/coupons'

export const couponNotFound = () => new DomainError('not_found', 'coupons.not_found', 'There is no such coupon.')
export const couponsNotYours = () =>
  new DomainError('forbidden', 'coupons.not_allowed', 'Only an admin may look after the coupons of the marketplace.')
export const codeTaken = () => new DomainError('conflict', 'coupons.code_taken', 'There is a coupon with this code already.')
export const couponFrozen = () =>
  new DomainError('conflict', 'coupons.frozen', 'This coupon was used: what it gives and what it asks for cannot be changed any more.')
export const limitBelowUsed = (used: number) =>
  new DomainError('conflict', 'coupons.limit_below_used', 'The coupon was used more often than that already.', { used })

export const couponUnknown = () => new DomainError('not_found', 'coupons.unknown', 'There is no such code.')

const REFUSALS: Record<CouponProblem, string> = {
  paused: 'This coupon is not in use at the moment.',
  not_yet: 'This coupon is not valid yet.',
  over: 'This coupon is over.',
  used_up: 'This coupon has been used up.',
  used_by_you: 'You have used this coupon before.',
  not_for_cart: 'This coupon is for nothing in your basket.',
  below_minimum: 'Your basket is below what this coupon asks for.',
  no_effect: 'There is nothing that this coupon could take off.',
}
/** A coupon that does not apply, and what there is to know of why. */
export const couponRefused = (problem: CouponProblem, details: Record<string, unknown> = {}) =>
  new DomainError('conflict', `coupons.${problem}`, REFUSALS[problem], details)
