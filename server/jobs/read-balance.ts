import { READ_BALANCE, readBalance } from '#server/domains/reconciliation'
import type { Job } from '#server/platform/queue/queue'

/** Copies the payment provider's book about the marketplace's balance. */
export const readBalanceJob: Job<{ readId: string }> = {
  name: READ_BALANCE,
  handle: (ctx, { readId }) => readBalance(ctx, readId),
}
