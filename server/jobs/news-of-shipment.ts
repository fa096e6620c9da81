import { newsOfShipment } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer in the app that a parcel is on its way. */
export const newsOfShipmentJob: Job<DomainEvents['order.shipped']> = {
  name: 'notifications.of-shipment',
  on: ['order.shipped'],
  concurrency: 2,
  handle: newsOfShipment,
}
