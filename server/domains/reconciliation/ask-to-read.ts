import { isNull, sql } from 'drizzle-orm'
import { balanceReads } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { nothingToRead, reconciliationNotYours } from './reconciliation-errors'
import { mayReconcile } from './reconciliation-policy'

/** The job that reads. */
export const READ_BALANCE = 'reconciliation.read-balance'
/** What was read is read again for so long: a line may be shown late. */
const OVERLAP_DAYS = 3
/** One that has not come to its end by then begins anew: the provider may have forgotten the page it was at. */
const BEGIN_ANEW_MS = 24 * 60 * 60 * 1000

/**
 * Has the provider's book read by a job from where the last reading ended; one that was cut off is gone on with, and there
 * is never a second one. For admins and the clock. Throws `reconciliation.no_provider`.
 */
export function askToRead(ctx: Context, actor: Actor): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayReconcile(actor)) throw reconciliationNotYours()
    if (ctx.gateway.name === 'none') throw nothingToRead()

    const [asked] = await ctx.db
      .insert(balanceReads)
      .values({ id: ctx.newId(), askedBy: actor.userId, askedAt: ctx.now, since: await readFrom(ctx) })
      .onConflictDoNothing()
      .returning({ id: balanceReads.id })
    const readId = asked?.id ?? (await goOn(ctx))
    if (!readId) return

    await ctx.queue.send(ctx.db, READ_BALANCE, { readId }, { singletonKey: readId })
    if (asked && actor.role !== 'system')
      await recordAudit(ctx, actor, { action: 'reconciliation.asked', subject: { type: 'balance_read', id: readId }, details: {} })
  })
}

/** By the provider's own time where something was read, else from before the first payment on. */
async function readFrom(ctx: Context): Promise<Date> {
  const [known] = await ctx.db.execute<{ since: Date | null }>(sql`
    select coalesce((select max(at) from provider_balance_entries where provider = ${ctx.gateway.name}), (select min(created_at) from payments))
      - make_interval(days => ${OVERLAP_DAYS}) as since`)
  return known?.since ? new Date(known.since) : ctx.now
}

/** The one that has not ended; null where it has meanwhile. */
async function goOn(ctx: Context): Promise<string | null> {
  const tooOld = sql`${balanceReads.askedAt} < ${new Date(ctx.now.getTime() - BEGIN_ANEW_MS).toISOString()}::timestamptz`
  const [open] = await ctx.db
    .update(balanceReads)
    .set({
      cursor: sql`case when ${tooOld} then null else ${balanceReads.cursor} end`,
      askedAt: sql`case when ${tooOld} then ${ctx.now.toISOString()}::timestamptz else ${balanceReads.askedAt} end`,
    })
    .where(isNull(balanceReads.finishedAt))
    .returning({ id: balanceReads.id })
  return open?.id ?? null
}
