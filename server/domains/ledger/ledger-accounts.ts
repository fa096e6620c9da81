import { and, inArray, isNull, or, sql } from 'drizzle-orm'
import { ledgerAccounts } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { LedgerAccountKind } from '#shared/lifecycles/ledger'

/** A pot by what it is; the marketplace's have no shop. */
export interface AccountName {
  kind: LedgerAccountKind
  shopId: string | null
  currency: string
}

const nameOf = ({ kind, shopId, currency }: AccountName) => `${kind}|${shopId ?? ''}|${currency}`

/** The ids of accounts by name; those that are missing are opened. */
export async function findAccounts(ctx: Context, names: readonly AccountName[]): Promise<(name: AccountName) => string> {
  if (names.length === 0) return () => ''
  const wanted = new Map(names.map((name) => [nameOf(name), name]))
  const found = await readAccounts(ctx, wanted)

  const missing = [...wanted].filter(([name]) => !found.has(name))
  if (missing.length > 0) {
    await ctx.db
      .insert(ledgerAccounts)
      .values(missing.map(([, name]) => ({ id: ctx.newId(), ...name })))
      .onConflictDoNothing()
    for (const [name, id] of await readAccounts(ctx, wanted)) found.set(name, id)
  }
  return (name) => found.get(nameOf(name))!
}

async function readAccounts(ctx: Context, wanted: ReadonlyMap<string, AccountName>): Promise<Map<string, string>> {
  const shopIds = [...new Set([...wanted.values()].flatMap(({ shopId }) => shopId ?? []))]
  const rows = await ctx.db
    .select({ id: ledgerAccounts.id, kind: ledgerAccounts.kind, shopId: ledgerAccounts.shopId, currency: ledgerAccounts.currency })
    .from(ledgerAccounts)
    .where(
      and(
        inArray(ledgerAccounts.kind, [...new Set([...wanted.values()].map(({ kind }) => kind))]),
        or(isNull(ledgerAccounts.shopId), shopIds.length > 0 ? inArray(ledgerAccounts.shopId, shopIds) : sql`false`),
      ),
    )
  return new Map(rows.map(({ id, ...name }) => [nameOf(name), id]))
}
