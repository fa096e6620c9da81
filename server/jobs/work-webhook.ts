import { finalizeCheckout } from '#server/domains/checkout'
import { WORK_WEBHOOK, workWebhook } from '#server/domains/payments'
import type { Job } from '#server/platform/queue/queue'

/** Looks at what a payment provider pointed to. */
export const workWebhookJob: Job<{ inboxId: string }> = {
  name: WORK_WEBHOOK,
  concurrency: 4,
  handle: (ctx, { inboxId }) => workWebhook(ctx, inboxId, (checkoutId) => finalizeCheckout(ctx, checkoutId)),
}
