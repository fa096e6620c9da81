import { and, eq, inArray, sql } from 'drizzle-orm'
import { ledgerAccounts } from '#db/schema'
import type { Context } from '#server/platform/context'
import { SHOP_ACCOUNT_KINDS } from '#shared/lifecycles/ledger'

/** What the marketplace owes a shop, as positive numbers; less than zero is what the shop owes. */
export interface ShopBalance {
  /** Of orders that buyers may still send back. */
  pendingMinor: number
  /** Free to pay out. */
  availableMinor: number
  /** Disputed. */
  heldMinor: number
}

/** What a shop is owed. The caller has made sure that the asker may know. */
export async function shopBalance(ctx: Context, shopId: string): Promise<ShopBalance> {
  const owed = (kind: (typeof SHOP_ACCOUNT_KINDS)[number]) =>
    sql<number>`coalesce(-sum(${ledgerAccounts.balanceMinor}) filter (where ${ledgerAccounts.kind} = ${kind}), 0)::bigint`.mapWith(Number)
  const [row] = await ctx.db
    .select({ pendingMinor: owed('shop_pending'), availableMinor: owed('shop_available'), heldMinor: owed('shop_held') })
    .from(ledgerAccounts)
    .where(and(eq(ledgerAccounts.shopId, shopId), inArray(ledgerAccounts.kind, [...SHOP_ACCOUNT_KINDS])))
  return row!
}

/** All of it. */
export const owedTo = ({ pendingMinor, availableMinor, heldMinor }: ShopBalance): number => pendingMinor + availableMinor + heldMinor
