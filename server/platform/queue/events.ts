/** Every event that domains publish, with its data. Ids only: a subscriber reads what is true when it runs. */
export interface DomainEvents {
  'user.registered': { userId: string }
  'product.changed': { productId: string }
  'stock.changed': { variantIds: string[] }
  'shop.changed': { shopId: string }
  'order.placed': { groupId: string }
  'order.shipped': { orderId: string; shipmentId: string }
  'order.cancelled': { orderId: string }
  'refund.requested': { refundId: string }
}
