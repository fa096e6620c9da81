import { DomainError } from '#server/platform/errors'
import type { OfferState } from '#shared/lifecycles/offer'

/** Also the answer for offers of other conversations. */
export const offerNotFound = () => new DomainError('not_found', 'offers.not_found', 'There is no such offer.')
export const offersNotHere = () =>
  new DomainError('forbidden', 'offers.not_here', 'Prices can be offered between a shop and somebody with an account.')
export const notYoursToAnswer = () => new DomainError('forbidden', 'offers.not_yours_to_answer', 'This is for the other side to answer.')
export const notYoursToBuy = () => new DomainError('forbidden', 'offers.not_yours_to_buy', 'This price is for whoever agreed to it.')
export const offerNotOpen = (state: OfferState) =>
  new DomainError('conflict', 'offers.not_open', 'This offer is not open any more.', { state })
export const offerNotForSale = () => new DomainError('conflict', 'offers.not_for_sale', 'This is not for sale any more.')
export const offerShopClosed = () => new DomainError('conflict', 'offers.shop_closed', 'This shop is on holiday.')
/** `priceMinor` is what it costs today. */
export const offerAbovePrice = (priceMinor: number, currency: string) =>
  new DomainError('conflict', 'offers.above_price', 'It costs less than that today.', { priceMinor, currency })
export const offerNotEnough = () => new DomainError('conflict', 'offers.not_enough', 'There are not that many left.')
export const tooManyOffers = (max: number) =>
  new DomainError('conflict', 'offers.too_many', 'There are as many open offers here as there can be.', { max })
