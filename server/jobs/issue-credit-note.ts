import { issueCreditNote } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Issues the credit note for money that goes back. */
export const issueCreditNoteJob: Job<DomainEvents['refund.requested']> = {
  name: 'orders.issue-credit-note',
  on: ['refund.requested'],
  concurrency: 2,
  handle: async (ctx, { refundId }) => void (await issueCreditNote(ctx, refundId)),
}
