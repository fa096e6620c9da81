import { sql } from 'drizzle-orm'
import type { FulfilmentStatus, OrderStatus, PaymentStatus } from '#shared/lifecycles/order'

export interface ListedOrder {
  number: string
  shopName: string
  shopSlug: string
  status: OrderStatus
  paymentStatus: PaymentStatus
  fulfilmentStatus: FulfilmentStatus
}

/** The orders of the group at hand, as a column of a select from `order_groups`. */
export const ordersOfGroup = sql<ListedOrder[]>`(
  select json_agg(json_build_object(
    'number', o.number, 'shopName', shop.name, 'shopSlug', shop.slug,
    'status', o.status, 'paymentStatus', o.payment_status, 'fulfilmentStatus', o.fulfilment_status
  ) order by length(o.number), o.number)
  from orders o join shops shop on shop.id = o.shop_id where o.group_id = order_groups.id
)`
