import { mailEmailToken } from '#server/domains/accounts'
import type { Job } from '#server/platform/queue/queue'

/** Sends the mail that belongs to a link or a code. */
export const mailEmailTokenJob: Job<{ tokenId: string }> = {
  name: 'accounts.mail-email-token',
  concurrency: 2,
  handle: (ctx, { tokenId }) => mailEmailToken(ctx, tokenId),
}
