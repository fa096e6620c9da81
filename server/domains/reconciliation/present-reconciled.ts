import type { BookedJournal } from '#server/domains/ledger'
import type { Compared, ReconciledItem } from '#shared/contracts/reconciliation'
import type { ItemRow } from './reconciled-items'

const minorOrNull = (amount: string | null) => (amount === null ? null : Number(amount))

export const compare = (theirsMinor: number, oursMinor: number): Compared => ({
  theirsMinor,
  oursMinor,
  differenceMinor: theirsMinor - oursMinor,
})

export function presentReconciled(
  row: ItemRow & { group_number: string | null; payout_number: string | null },
  journals: ReadonlyMap<string, BookedJournal>,
): ReconciledItem {
  const [theirsMinor, oursMinor] = [minorOrNull(row.theirs), minorOrNull(row.ours)]
  return {
    id: row.subject_id,
    kind: row.kind,
    state: row.state,
    at: new Date(row.at).toISOString(),
    currency: row.currency,
    theirsMinor,
    oursMinor,
    differenceMinor: (theirsMinor ?? 0) - (oursMinor ?? 0),
    providerIds: row.provider_ids ?? [],
    groupNumber: row.group_number,
    payoutNumber: row.payout_number,
    journals: (row.journal_ids ?? [])
      .map((id) => journals.get(id)!)
      .sort((one, other) => one.at.getTime() - other.at.getTime())
      .map((journal) => ({ ...journal, at: journal.at.toISOString() })),
  }
}
