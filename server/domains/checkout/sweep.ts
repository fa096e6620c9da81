import { and, asc, eq, lte } from 'drizzle-orm'
import { checkouts, payments } from '#db/schema'
import { listOpenRefunds, listUnworkedWebhooks, prepareIntent, sendRefund, workWebhook } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import { expireCheckout } from './end-checkout'
import { finalizeCheckout } from './finalize-checkout'

/** What should have got further by itself by now did not: a crash, a lost message, a provider that was away. */
const STUCK_SECONDS = 20
const AT_MOST = 100

/** Finishes what was left unfinished. Safe on any number of nodes at once; each thing that fails waits for the next round. */
export async function sweepCheckouts(ctx: Context): Promise<void> {
  const stuckSince = new Date(ctx.now.getTime() - STUCK_SECONDS * 1000)

  await each(ctx, 'prepare an intent', await listUnprepared(ctx, stuckSince), (payment) => prepareIntent(ctx, payment))
  await each(ctx, 'work a webhook', await listUnworkedWebhooks(ctx, stuckSince), (inboxId) =>
    workWebhook(ctx, inboxId, (checkoutId) => finalizeCheckout(ctx, checkoutId)),
  )
  await each(ctx, 'end a checkout', await listExpired(ctx), (checkoutId) => expireCheckout(ctx, checkoutId))
  await each(ctx, 'send a refund', await listOpenRefunds(ctx, stuckSince), (refundId) => sendRefund(ctx, refundId))
}

async function each<Item>(ctx: Context, what: string, items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (const item of items) await work(item).catch((error) => ctx.log.warn({ error }, `the sweeper could not ${what}`))
}

/** Payments whose intent nobody came to make, of checkouts that are still under way. */
async function listUnprepared(ctx: Context, since: Date) {
  const rows = await ctx.db
    .select({ payment: payments })
    .from(payments)
    .innerJoin(checkouts, and(eq(checkouts.id, payments.checkoutId), eq(checkouts.status, 'paying')))
    .where(and(eq(payments.status, 'creating'), lte(payments.updatedAt, since)))
    .orderBy(asc(payments.updatedAt))
    .limit(AT_MOST)
  return rows.map(({ payment }) => payment)
}

async function listExpired(ctx: Context): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(and(eq(checkouts.status, 'paying'), lte(checkouts.expiresAt, ctx.now)))
    .orderBy(asc(checkouts.expiresAt))
    .limit(AT_MOST)
  return rows.map(({ id }) => id)
}
