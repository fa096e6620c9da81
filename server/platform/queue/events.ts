import type { SecurityChange } from '#shared/lifecycles/user'

/** Every event that domains publish, with its data. Ids only: a subscriber reads what is true when it runs. */
export interface DomainEvents {
  /** An address was proven to be its owner's: at registration, by a reset of the password, or after a change. */
  'user.email_verified': { userId: string }
  /** A way of signing in was added, removed or used up; `noticeId` is this one time. */
  'user.security_changed': {
    userId: string
    noticeId: string
    what: SecurityChange
    passkeyName?: string
    recoveryCodesLeft?: number
    apiKeyName?: string
    /** The new browser, as far as it tells, and where it is. */
    device?: string
    address?: string
  }
  'product.changed': { productId: string }
  /** An admin has sent it back; `eventId` is this one time. */
  'product.rejected': { productId: string; eventId: string }
  /** These products are found by other words than before. */
  'listings.reworded': { productIds: string[] }
  'stock.changed': { variantIds: string[] }
  /** Little is left of these variants of a shop, for the first time since they were refilled. */
  'stock.low': { shopId: string; variantIds: string[]; noticeId: string }
  'shop.changed': { shopId: string }
  'order.placed': { groupId: string }
  'order.shipped': { orderId: string; shipmentId: string }
  /** All of it or part of it will not be sent; `eventId` is this one time. */
  'order.cancelled': { groupId: string; orderId: string; eventId: string }
  'refund.requested': { refundId: string }
  /** The provider has sent it, or will not. */
  'refund.settled': { refundId: string }
  'payout.requested': { payoutId: string }
  /** It has arrived, or will not. */
  'payout.settled': { payoutId: string }
}
