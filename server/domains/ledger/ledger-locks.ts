import { and, eq, sql } from 'drizzle-orm'
import { ledgerAccounts } from '#db/schema'
import type { Context } from '#server/platform/context'

/**
 * What is free to pay out to a shop, locked: whatever is booked there changes its balance in the same transaction, so no
 * entry comes to it until this one ends. Null where nothing was ever free.
 */
export async function lockAvailable(ctx: Context, shopId: string, currency: string): Promise<{ id: string; balanceMinor: number } | null> {
  const { id, balanceMinor, kind } = ledgerAccounts
  const [account] = await ctx.db
    .select({ id, balanceMinor })
    .from(ledgerAccounts)
    .where(and(eq(kind, 'shop_available'), eq(ledgerAccounts.shopId, shopId), eq(ledgerAccounts.currency, currency)))
    .for('no key update')
  return account ?? null
}

/** Rules stand in an order, so whoever changes one keeps the others still. */
export const lockCommissionRules = (ctx: Context) =>
  ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('commission rules', 0))`)
