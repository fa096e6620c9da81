import { runPayouts } from '#server/domains/payouts'
import type { Job } from '#server/platform/queue/queue'

/** Pays shops on the days that the settings say; every hour, so that a day that was missed is made up for. */
export const runPayoutsJob: Job = {
  name: 'payouts.run',
  schedule: '5 * * * *',
  handle: (ctx) => runPayouts(ctx),
}
