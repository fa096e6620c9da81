import { mailParcelTrouble } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer that a parcel did not get there. */
export const mailParcelTroubleJob: Job<DomainEvents['order.parcel_troubled']> = {
  name: 'orders.mail-parcel-trouble',
  on: ['order.parcel_troubled'],
  concurrency: 2,
  handle: mailParcelTrouble,
}
