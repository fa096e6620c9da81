import { mailKnownAddress } from '#server/domains/accounts'
import type { Job } from '#server/platform/queue/queue'

/** Tells the owner of an address that somebody tried to register with it. */
export const mailKnownAddressJob: Job<{ email: string; noticeId: string }> = {
  name: 'accounts.mail-known-address',
  concurrency: 2,
  handle: mailKnownAddress,
}
