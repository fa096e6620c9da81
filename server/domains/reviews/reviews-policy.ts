import { FULFILMENT_STATUSES, type FulfilmentStatus } from '#shared/lifecycles/order'

const LEFT_THE_SHOP: readonly FulfilmentStatus[] = [
  'partial',
  'shipped',
  'delivered',
  'returned',
] satisfies (typeof FULFILMENT_STATUSES)[number][]

/** Some of the line has been sent; an order that has not shipped anything cannot be judged. */
export const canReview = (line: { shippedQuantity: number; fulfilmentStatus: FulfilmentStatus }) =>
  line.shippedQuantity > 0 && LEFT_THE_SHOP.includes(line.fulfilmentStatus)
