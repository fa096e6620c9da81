import { tellOfShipment } from '#server/domains/chat'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Says in a conversation that a parcel is on its way. */
export const tellOfShipmentJob: Job<DomainEvents['order.shipped']> = {
  name: 'chat.tell-of-shipment',
  on: ['order.shipped'],
  concurrency: 2,
  handle: tellOfShipment,
}
