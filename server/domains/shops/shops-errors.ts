import { DomainError } from '#server/platform/errors'
import type { ShopStatus } from '#shared/lifecycles/shop'

/** Also the answer to whoever is not a member: another's shop is not found from behind. */
export const shopNotFound = () => new DomainError('not_found', 'shops.not_found', 'There is no such shop.')
export const shopGone = () => new DomainError('gone', 'shops.gone', 'This shop has closed for good.')

export const shopRoleTooLow = () => new DomainError('forbidden', 'shops.role_too_low', 'Your role in this shop does not include this.')
export const mayNotOpenShop = () => new DomainError('forbidden', 'shops.not_allowed', 'You can open a shop for yourself only.')
export const mayNotSetShopStatus = () => new DomainError('forbidden', 'shops.not_allowed', 'Only the marketplace decides this.')
export const shopSlugTaken = (slug: string) => new DomainError('conflict', 'shops.slug_taken', 'This address is taken.', { slug })
export const shopCannotBecome = (from: ShopStatus, to: ShopStatus) =>
  new DomainError('conflict', 'shops.status_conflict', 'The shop cannot change like this.', { from, to })
export const pictureNotOfShop = () => new DomainError('invalid', 'shops.picture_not_found', 'This picture does not belong to the shop.')
