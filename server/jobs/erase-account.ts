import { eraseAccount } from '#server/domains/privacy'
import type { Job } from '#server/platform/queue/queue'

/** Erases an account whose time has come; the sweep sends it again for as long as it is due. */
export const eraseAccountJob: Job<{ userId: string }> = {
  name: 'privacy.erase-account',
  handle: (ctx, { userId }) => eraseAccount(ctx, userId),
}
