import type { ConversationSide } from '#shared/contracts/chat'
import type { DisputeStatus } from '#shared/lifecycles/dispute'
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
  /** The payment provider has stopped its account; `noticeId` is this one time. */
  'shop.payout_stopped': { shopId: string; noticeId: string }
  /** What somebody has offered is agreed on. */
  'offer.accepted': { offerId: string }
  /** What was agreed on is paid for, and is an order. */
  'offer.paid': { offerIds: string[] }
  'order.placed': { groupId: string }
  'order.shipped': { orderId: string; shipmentId: string }
  /** A parcel is lost, or on its way back. */
  'order.parcel_troubled': { orderId: string; shipmentId: string; kind: 'lost' | 'returned_to_sender' }
  /** All of it or part of it will not be sent; `eventId` is this one time. */
  'order.cancelled': { groupId: string; orderId: string; eventId: string }
  /** A step of a return; `eventId` is its entry in the order's timeline. */
  'return.moved': { orderId: string; returnId: string; eventId: string }
  /** A shop has left a return lying; `at` is this one time. */
  'return.unanswered': { returnId: string; at: string }
  'refund.requested': { refundId: string }
  /** The provider has sent it, or will not. */
  'refund.settled': { refundId: string }
  /** A buyer's bank has taken money of a payment back, or has decided about it. */
  'dispute.changed': { disputeId: string; status: DisputeStatus }
  'payout.requested': { payoutId: string }
  /** It has arrived, or will not. */
  'payout.settled': { payoutId: string }
  /** A side of a conversation has not read for a while what the other wrote, up to `seq`. */
  'room.unread': { roomId: string; userId: string; seq: number }
  'conversation.unread': { conversationId: string; side: ConversationSide; seq: number }
}
