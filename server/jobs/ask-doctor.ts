import { askDoctor } from '#server/domains/checkout'
import { systemActor } from '#server/platform/actor'
import type { Job } from '#server/platform/queue/queue'

/** Has every invariant looked at each night. */
export const askDoctorJob: Job = {
  name: 'checkout.ask-doctor',
  schedule: '41 3 * * *',
  handle: (ctx) => askDoctor(ctx, systemActor),
}
