import { sweepPrivacy } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

/** Ends archives and erases accounts whose time has come. */
export const sweepPrivacyJob: Job = {
  name: 'privacy.sweep',
  schedule: '43 * * * *',
  handle: sweepPrivacy,
}
