import { DomainError } from '#server/platform/errors'
import type { CartLineProblem } from '#shared/contracts/cart'
import { fewestOf, mostOf, type OrderRule } from '#shared/order-rule'

export const cartEmpty = () => new DomainError('conflict', 'cart.empty', 'Your basket is empty.')
export const cartFull = (max: number) => new DomainError('conflict', 'cart.full', 'Your basket is full.', { max })
export const savedFull = (max: number) =>
  new DomainError('conflict', 'cart.saved_full', 'You have saved as much for later as there is room for.', { max })
export const cartLineNotFound = () => new DomainError('not_found', 'cart.line_not_found', 'This is no longer in your basket.')
export const agreedLine = () =>
  new DomainError('conflict', 'cart.agreed_line', 'This price was agreed for so many. You can buy them or take them out.')
/** `left` is how many can be had, `inCart` how many of them are in the cart already. */
export const notEnoughLeft = (left: number, inCart: number) =>
  new DomainError('conflict', 'cart.not_enough', 'There are not that many left.', { left, inCart })

/** From `fewest` on, in steps of `step`, up to `most`; `inCart` are in the cart already. */
export const wrongQuantity = (rule: OrderRule, inCart: number) =>
  new DomainError('conflict', 'cart.wrong_quantity', 'This shop does not sell that many at once.', {
    fewest: fewestOf(rule),
    most: mostOf(rule),
    step: rule.orderStep,
    inCart,
  })

const REFUSALS: Record<Exclude<CartLineProblem, 'not_enough' | 'wrong_quantity' | 'offer_over'>, string> = {
  not_for_sale: 'This is not for sale any more.',
  shop_closed: 'This shop is on holiday.',
  own_shop: 'You cannot buy from your own shop.',
  sold_out: 'This has just sold out.',
}
export const cannotBeAdded = (problem: keyof typeof REFUSALS) => new DomainError('conflict', `cart.${problem}`, REFUSALS[problem])
