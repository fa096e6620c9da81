import { desc, eq, inArray } from 'drizzle-orm'
import { ledgerAccounts, ledgerEntries, ledgerJournals } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { BookedJournal } from './money-of-orders'

/** Journals with their entries, by id. The caller has made sure that the asker may know. */
export async function journalsById(ctx: Context, ids: readonly string[]): Promise<Map<string, BookedJournal>> {
  const rows = await ctx.db
    .select({
      id: ledgerJournals.id,
      kind: ledgerJournals.kind,
      at: ledgerJournals.postedAt,
      account: ledgerAccounts.kind,
      amountMinor: ledgerEntries.amountMinor,
    })
    .from(ledgerJournals)
    .innerJoin(ledgerEntries, eq(ledgerEntries.journalId, ledgerJournals.id))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(inArray(ledgerJournals.id, [...ids]))
    .orderBy(desc(ledgerEntries.amountMinor))
  const byJournal = Map.groupBy(rows, ({ id }) => id)
  return new Map(
    [...byJournal].map(([id, entries]) => [
      id,
      { id, kind: entries[0]!.kind, at: entries[0]!.at, entries: entries.map(({ account, amountMinor }) => ({ account, amountMinor })) },
    ]),
  )
}
