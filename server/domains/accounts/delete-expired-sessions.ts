import type { Context } from '#server/platform/context'
import { luciaFor } from './lucia'
import { deleteOldChallenges } from './passkey-challenges'

/** Clears away sessions that nobody came back to, and challenges that nobody answered; all of them had ended before. */
export async function deleteExpiredSessions(ctx: Context): Promise<void> {
  await luciaFor(ctx, false).deleteExpiredSessions()
  await deleteOldChallenges(ctx)
}
