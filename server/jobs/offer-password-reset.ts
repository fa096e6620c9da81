import { offerPasswordReset } from '#server/domains/accounts'
import type { Job } from '#server/platform/queue/queue'

/** Looks whether an address has an account, and mails its owner a link to choose a new password. */
export const offerPasswordResetJob: Job<{ email: string; tokenId: string }> = {
  name: 'accounts.offer-password-reset',
  concurrency: 2,
  handle: offerPasswordReset,
}
