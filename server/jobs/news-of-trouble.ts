import { newsOfTrouble } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer in the app that a parcel did not get there. */
export const newsOfTroubleJob: Job<DomainEvents['order.parcel_troubled']> = {
  name: 'notifications.of-trouble',
  on: ['order.parcel_troubled'],
  concurrency: 2,
  handle: newsOfTrouble,
}
