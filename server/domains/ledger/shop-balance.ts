import { and, eq, inArray, sql } from 'drizzle-orm'
import { ledgerAccounts } from '#db/schema'
import type { Context } from '#server/platform/context'
import { SHOP_ACCOUNT_KINDS } from '#shared/lifecycles/ledger'

/** What the marketplace owes a shop, as a positive number. The caller has made sure that the asker may know. */
export async function shopBalance(ctx: Context, shopId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ owed: sql<number>`coalesce(-sum(${ledgerAccounts.balanceMinor}), 0)::bigint`.mapWith(Number) })
    .from(ledgerAccounts)
    .where(and(eq(ledgerAccounts.shopId, shopId), inArray(ledgerAccounts.kind, [...SHOP_ACCOUNT_KINDS])))
  return row!.owed
}
