import { webhookInbox } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ProviderEvent } from '#server/platform/payment-gateway/payment-gateway'
import { isKnownAlready } from './work-webhook'

/** The job that works the inbox. */
export const WORK_WEBHOOK = 'payments.work-webhook'

/**
 * Stores a webhook and has it worked; storing is all that its sender waits for. One that was stored before is taken
 * again without effect, and one that brings nothing new is stored as worked. Throws `payments.webhook_rejected`.
 */
export async function receiveWebhook(ctx: Context, body: string, signature: string | null): Promise<void> {
  const event = ctx.gateway.readWebhook(body, signature)
  if (await isKnownAlready(ctx, event)) {
    await store(ctx, event, ctx.now)
    return
  }

  await inTransaction(ctx, async (ctx) => {
    const inboxId = await store(ctx, event, null)
    if (inboxId) await ctx.queue.send(ctx.db, WORK_WEBHOOK, { inboxId })
  })
}

/** Its place in the inbox; null when it lies there already. */
async function store(ctx: Context, event: ProviderEvent, processedAt: Date | null): Promise<string | null> {
  const [stored] = await ctx.db
    .insert(webhookInbox)
    .values({ id: ctx.newId(), provider: ctx.gateway.name, eventId: event.id, payload: event, receivedAt: ctx.now, processedAt })
    .onConflictDoNothing()
    .returning({ id: webhookInbox.id })
  ctx.metrics.count('shop_webhook_events_total', { result: stored ? 'stored' : 'repeated' })
  return stored?.id ?? null
}
