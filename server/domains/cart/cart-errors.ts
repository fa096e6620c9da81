import { DomainError } from '#server/platform/errors'
import type { CartLineProblem } from '#shared/contracts/cart'

export const cartEmpty = () => new DomainError('conflict', 'cart.empty', 'Your basket is empty.')
export const cartFull = (max: number) => new DomainError('conflict', 'cart.full', 'Your basket is full.', { max })
export const cartLineNotFound = () => new DomainError('not_found', 'cart.line_not_found', 'This is no longer in your basket.')
/** `left` is how many can be had, `inCart` how many of them are in the cart already. */
export const notEnoughLeft = (left: number, inCart: number) =>
  new DomainError('conflict', 'cart.not_enough', 'There are not that many left.', { left, inCart })

const REFUSALS: Record<Exclude<CartLineProblem, 'not_enough'>, string> = {
  not_for_sale: 'This is not for sale any more.',
  shop_closed: 'This shop is on holiday.',
  own_shop: 'You cannot buy from your own shop.',
  sold_out: 'This has just sold out.',
}
export const cannotBeAdded = (problem: keyof typeof REFUSALS) => new DomainError('conflict', `cart.${problem}`, REFUSALS[problem])
