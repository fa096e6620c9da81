import { mailShipment } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer that a parcel is on its way. */
export const mailShipmentJob: Job<DomainEvents['order.shipped']> = {
  name: 'orders.mail-shipment',
  on: ['order.shipped'],
  concurrency: 2,
  handle: mailShipment,
}
