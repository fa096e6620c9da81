import { webhookInbox } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'

/** The job that works the inbox. */
export const WORK_WEBHOOK = 'payments.work-webhook'

/**
 * Stores a webhook and has it worked; storing is all that its sender waits for. One that was stored before is taken
 * again without effect. Throws `payments.webhook_rejected`.
 */
export async function receiveWebhook(ctx: Context, body: string, signature: string | null): Promise<void> {
  const event = ctx.gateway.readWebhook(body, signature)

  await inTransaction(ctx, async (ctx) => {
    const [stored] = await ctx.db
      .insert(webhookInbox)
      .values({ id: ctx.newId(), provider: ctx.gateway.name, eventId: event.id, payload: event, receivedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: webhookInbox.id })
    ctx.metrics.count('shop_webhook_events_total', { result: stored ? 'stored' : 'repeated' })
    if (stored) await ctx.queue.send(ctx.db, WORK_WEBHOOK, { inboxId: stored.id })
  })
}
