import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { payments, refunds, webhookInbox } from '#db/schema'
import { noteProviderAccount } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import type { ProviderEvent } from '#server/platform/payment-gateway/payment-gateway'
import { sendRefund } from './send-refund'

/**
 * Works one webhook: it says where to look, and whoever owns that looks again. `finalize` is the checkout's.
 * Repeating it does no harm.
 */
export async function workWebhook(ctx: Context, inboxId: string, finalize: (checkoutId: string) => Promise<unknown>): Promise<void> {
  const [webhook] = await ctx.db.select().from(webhookInbox).where(eq(webhookInbox.id, inboxId))
  if (!webhook || webhook.processedAt) return

  try {
    const event = webhook.payload as Pick<ProviderEvent, 'kind' | 'intentId' | 'refundId'> & {
      occurredAt: string
      accountId?: string | null
    }
    const { checkoutId, refundId } = (await isKnownAlready(ctx, event)) ? NOBODY : await whomItConcerns(ctx, event)
    if (checkoutId) await finalize(checkoutId)
    if (refundId) await sendRefund(ctx, refundId)
    if (event.accountId) await noteProviderAccount(ctx, event.accountId)
    ctx.metrics.observe('shop_webhook_lag_seconds', Math.max(0, (ctx.now.getTime() - Date.parse(event.occurredAt)) / 1000))
  } catch (error) {
    await ctx.db
      .update(webhookInbox)
      .set({ attempts: sql`${webhookInbox.attempts} + 1`, error: error instanceof Error ? error.message : String(error) })
      .where(eq(webhookInbox.id, inboxId))
    throw error
  }
  await ctx.db
    .update(webhookInbox)
    .set({ processedAt: ctx.now, attempts: sql`${webhookInbox.attempts} + 1`, error: null })
    .where(eq(webhookInbox.id, inboxId))
}

/** Whether the news is that something was paid, and that was learnt, with all that follows, when its buyer came back. */
export async function isKnownAlready(ctx: Context, { kind, intentId }: Pick<ProviderEvent, 'kind' | 'intentId'>): Promise<boolean> {
  if (kind !== 'intent.succeeded' || !intentId) return false
  const [payment] = await ctx.db.select({ status: payments.status }).from(payments).where(eq(payments.intentId, intentId))
  return payment?.status === 'captured'
}

const NOBODY = { checkoutId: null, refundId: null }

/** Of a payment that we do not know there is nothing to look at. */
async function whomItConcerns(ctx: Context, { intentId, refundId }: Pick<ProviderEvent, 'intentId' | 'refundId'>) {
  const [refund] = refundId ? await ctx.db.select({ id: refunds.id }).from(refunds).where(eq(refunds.providerRefundId, refundId)) : []
  if (refundId) return { checkoutId: null, refundId: refund?.id ?? null }

  const [payment] = intentId
    ? await ctx.db.select({ checkoutId: payments.checkoutId }).from(payments).where(eq(payments.intentId, intentId))
    : []
  return { checkoutId: payment?.checkoutId ?? null, refundId: null }
}

/** Webhooks that should have been worked by now. */
export async function listUnworkedWebhooks(ctx: Context, receivedBefore: Date): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: webhookInbox.id })
    .from(webhookInbox)
    .where(and(isNull(webhookInbox.processedAt), lt(webhookInbox.receivedAt, receivedBefore)))
    .orderBy(asc(webhookInbox.receivedAt))
    .limit(100)
  return rows.map(({ id }) => id)
}
