import { and, eq, isNull, sql } from 'drizzle-orm'
import { balanceReads, providerBalanceEntries } from '#db/schema'
import { postBalanceEntries } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import type { BalanceEntry } from '#server/platform/payment-gateway/payment-gateway'
import { countOpen } from './count-open'

type Read = typeof balanceReads.$inferSelect

/**
 * Copies the provider's book page by page and books what nothing else books of it. Each page and the place where it goes on are
 * one transaction, so whatever is killed or runs twice, each line is there and booked once. Throws
 * `payments.provider_unavailable`, after which it goes on from there.
 */
export async function readBalance(ctx: Context, readId: string): Promise<void> {
  for (;;) {
    const [read] = await ctx.db
      .select()
      .from(balanceReads)
      .where(and(eq(balanceReads.id, readId), isNull(balanceReads.finishedAt)))
    if (!read) return

    const page = await ctx.gateway.listBalanceTransactions({ since: read.since, cursor: read.cursor }).catch(async (error) => {
      await noteProblem(ctx, readId, error)
      throw error
    })
    // Somebody else reads the same: theirs it is.
    if (!(await inTransaction(ctx, (ctx) => keepPage(ctx, read, page)))) return
    if (!page.cursor) return noteOpen(ctx, readId)
  }
}

async function keepPage(
  ctx: Context,
  read: Read,
  { entries, cursor }: { entries: BalanceEntry[]; cursor: string | null },
): Promise<boolean> {
  const isThis = and(
    eq(balanceReads.id, read.id),
    isNull(balanceReads.finishedAt),
    sql`${balanceReads.cursor} is not distinct from ${read.cursor}`,
  )
  const moved = await ctx.db
    .update(balanceReads)
    .set({ cursor, problem: '', finishedAt: cursor ? null : ctx.now })
    .where(isThis)
    .returning({ id: balanceReads.id })
  if (moved.length === 0) return false

  const fresh = await keepEntries(ctx, entries)
  await postBalanceEntries(ctx, fresh)
  await ctx.db
    .update(balanceReads)
    .set({ newCount: sql`${balanceReads.newCount} + ${fresh.length}` })
    .where(eq(balanceReads.id, read.id))
  return true
}

/** Those that nobody has kept before. */
async function keepEntries(ctx: Context, entries: readonly BalanceEntry[]) {
  if (entries.length === 0) return []
  return ctx.db
    .insert(providerBalanceEntries)
    .values(entries.map(({ id, ...entry }) => ({ ...entry, id: ctx.newId(), provider: ctx.gateway.name, entryId: id, readAt: ctx.now })))
    .onConflictDoNothing()
    .returning()
}

const noteProblem = (ctx: Context, readId: string, error: unknown) =>
  ctx.db
    .update(balanceReads)
    .set({ problem: error instanceof DomainError ? error.code : 'unknown' })
    .where(eq(balanceReads.id, readId))

/** What is still open is counted once it was read, for those who only want to know whether to look. */
async function noteOpen(ctx: Context, readId: string): Promise<void> {
  const { openCount } = await countOpen(ctx)
  await ctx.db.update(balanceReads).set({ openCount }).where(eq(balanceReads.id, readId))
  if (openCount > 0) ctx.log.warn({ openCount }, 'the payment provider and the books differ')
}
