import { mailErasureRequested } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

/** Tells somebody when their account will be erased. */
export const mailErasureRequestedJob: Job<{ userId: string; dueAt: string }> = {
  name: 'privacy.mail-erasure-requested',
  handle: mailErasureRequested,
}
