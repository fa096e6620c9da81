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
/** Settings that were loaded before somebody else saved them. */
export const shopEditedElsewhere = (version: number) =>
  new DomainError('conflict', 'shops.edited_elsewhere', 'Somebody else has saved these settings in the meantime.', { version })
export const tooManyPendingShops = (most: number) =>
  new DomainError('conflict', 'shops.too_many_pending', 'Please finish the shops first that you have begun.', { most })
export const shopIncomplete = (missing: readonly string[]) =>
  new DomainError('conflict', 'shops.incomplete', 'Something is still missing.', { missing })
export const shopNotSubmitted = () =>
  new DomainError('conflict', 'shops.not_submitted', 'This shop has not asked to be opened, or has been answered already.')
export const shopClosed = () => new DomainError('conflict', 'shops.closed', 'This shop has closed for good.')
/** Each shop is paid in one way: what the other asks for is not taken. */
export const shopsPaidByBank = () => new DomainError('conflict', 'shops.paid_by_bank', 'This marketplace pays its shops by bank transfer.')
export const shopsPaidByProvider = () =>
  new DomainError('conflict', 'shops.paid_by_provider', 'This marketplace pays its shops through the payment provider.')
export const shippingMethodNotFound = () =>
  new DomainError('not_found', 'shops.shipping_method_not_found', 'There is no such way of sending.')
export const tooManyShippingMethods = (most: number) =>
  new DomainError('conflict', 'shops.too_many_shipping_methods', 'These are as many ways of sending as a shop can have.', { most })
export const lastShippingMethod = () =>
  new DomainError('conflict', 'shops.last_shipping_method', 'A shop that sells needs a way of sending.')
export const shippingZoneNotFound = () => new DomainError('not_found', 'shops.shipping_zone_not_found', 'There is no such shipping zone.')
export const tooManyShippingZones = (most: number) =>
  new DomainError('conflict', 'shops.too_many_shipping_zones', 'These are as many shipping zones as a shop can have.', { most })
export const elsewhereTaken = () => new DomainError('conflict', 'shops.elsewhere_taken', 'The shop has a zone for everywhere else already.')
export const holidayBackwards = () => new DomainError('invalid', 'shops.holiday_backwards', 'A holiday ends after it begins.')
export const holidayOver = () => new DomainError('invalid', 'shops.holiday_over', 'These days have passed already.')
export const holidayTooLong = (mostDays: number) =>
  new DomainError('invalid', 'shops.holiday_too_long', 'A holiday is not as long as that.', { mostDays })
export const pictureNotOfShop = () => new DomainError('invalid', 'shops.picture_not_found', 'This picture does not belong to the shop.')
export const memberNotFound = () => new DomainError('not_found', 'shops.member_not_found', 'Nobody like this acts for the shop.')
export const lastOwner = () =>
  new DomainError('conflict', 'shops.last_owner', 'A shop needs an owner. Please make somebody else an owner first.')
export const alreadyMember = () => new DomainError('conflict', 'shops.already_member', 'This person acts for the shop already.')
export const alreadyInvited = () =>
  new DomainError('conflict', 'shops.already_invited', 'This address has been invited already. You can send the mail again.')
export const tooManyInvitations = (most: number) =>
  new DomainError('conflict', 'shops.too_many_invitations', 'Too many invitations are waiting. Please take some back first.', { most })
export const invitationNotFound = () => new DomainError('not_found', 'shops.invitation_not_found', 'There is no such invitation.')
/** A link that is unknown, answered, taken back or too old. */
export const invitationOver = () =>
  new DomainError('not_found', 'shops.invitation_over', 'This invitation is no longer open. Please ask the shop for another.')
export const invitationForAnother = () =>
  new DomainError('forbidden', 'shops.invitation_for_another', 'This invitation went to another email address than that of your account.')
/** So that nobody can have a mailbox flooded through us. */
export const tooManyMails = () =>
  new DomainError('too_many', 'shops.too_many_mails', 'This address has got many mails today. Please try again tomorrow.')
