import { and, eq, isNull, notExists, notInArray, sql } from 'drizzle-orm'
import { ledgerEntries, ledgerJournals, payoutEntries, payouts, shops } from '#db/schema'
import { lockAvailable, postPayout } from '#server/domains/ledger'
import { newNumber } from '#server/domains/orders'
import { readSettings, type Settings } from '#server/domains/settings'
import { payoutAccountOf, type ShopRow } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { PAYOUT_JOURNAL_KINDS } from '#shared/lifecycles/ledger'
import type { PayoutRow } from './payouts-locks'
import { canBePaid } from './payouts-policy'

/** For which day, and in whose place. */
export interface PayoutOccasion {
  period: string
  replacesId: string | null
}

/**
 * Pays a shop what is free: claims every entry that no payout has claimed and books it as on its way, in one transaction.
 * Null where that is too little or less than nothing, where the shop may not be paid or has told no account, and where
 * the occasion has its payout already.
 */
export function requestPayout(ctx: Context, shopId: string, { period, replacesId }: PayoutOccasion): Promise<PayoutRow | null> {
  return inTransaction(ctx, async (ctx) => {
    const settings = await readSettings(ctx)
    const { currency } = settings
    const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
    const destination = shop && canBePaid(shop) ? destinationOf(ctx, shop) : null
    const account = destination && (await lockAvailable(ctx, shopId, currency))
    if (!shop || !destination || !account) return null

    const unclaimed = unclaimedEntries(ctx, account.id)
    const [free] = await ctx.db
      .select({ amountMinor: sql<number>`coalesce(-sum(${unclaimed.amountMinor}), 0)::bigint`.mapWith(Number) })
      .from(unclaimed)
    const { amountMinor } = free!
    if (amountMinor < smallestPayout(shop, settings)) return null

    const [payout] = await ctx.db
      .insert(payouts)
      .values({
        id: ctx.newId(),
        shopId,
        number: newNumber('P'),
        period,
        replacesId,
        amountMinor,
        currency,
        createdAt: ctx.now,
        ...destination,
      })
      .onConflictDoNothing(
        replacesId ? { target: payouts.replacesId } : { target: [payouts.shopId, payouts.period], where: isNull(payouts.replacesId) },
      )
      .returning()
    if (!payout) return null

    await ctx.db.insert(payoutEntries).select(
      ctx.db
        .select({
          payoutId: sql`${payout.id}::uuid`.as('payout_id'),
          ledgerEntryId: unclaimed.id,
          endedAt: sql`null::timestamptz`.as('ended_at'),
        })
        .from(unclaimed),
    )
    await postPayout(ctx, payout)
    await ctx.queue.publish(ctx.db, 'payout.requested', { payoutId: payout.id })
    return payout
  })
}

/** What is free of an account: those entries that no payout which still stands has claimed. What payouts book themselves is none. */
const unclaimedEntries = (ctx: Context, accountId: string) =>
  ctx.db
    .select({ id: ledgerEntries.id, amountMinor: ledgerEntries.amountMinor })
    .from(ledgerEntries)
    .innerJoin(ledgerJournals, eq(ledgerJournals.id, ledgerEntries.journalId))
    .where(
      and(
        eq(ledgerEntries.accountId, accountId),
        notInArray(ledgerJournals.kind, [...PAYOUT_JOURNAL_KINDS]),
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(payoutEntries)
            .where(and(eq(payoutEntries.ledgerEntryId, ledgerEntries.id), isNull(payoutEntries.endedAt))),
        ),
      ),
    )
    .as('unclaimed')

/** Who has closed earns nothing any more that would bring it up to the minimum. */
export const smallestPayout = (
  { status }: Pick<ShopRow, 'status'>,
  { payoutMinimumMinor }: Pick<Settings, 'payoutMinimumMinor'>,
): number => (status === 'closed' ? 1 : payoutMinimumMinor)

type Destination = Pick<PayoutRow, 'method' | 'holder' | 'iban' | 'providerAccountId'>

/**
 * To the shop's account at the payment provider where it has one that takes money. Once the provider's form was filled in,
 * what is free waits for that account; until then it goes to the bank.
 */
export function destinationOf(ctx: Context, shop: ShopRow): Destination | null {
  const { payoutAccountId, payoutHolder, payoutIban } = shop
  const account = payoutAccountOf(ctx, shop)
  if (account?.ready) return { method: 'provider', holder: '', iban: '', providerAccountId: payoutAccountId }
  if (account?.submitted) return null
  return payoutIban ? { method: 'bank', holder: payoutHolder, iban: payoutIban, providerAccountId: null } : null
}

/** Shops that something is free of, and that may be paid. */
export async function shopsToPay(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select shop.id from shops shop join ledger_accounts account on account.shop_id = shop.id and account.kind = 'shop_available'
    where account.balance_minor < 0 and shop.status in ('active', 'closed')
      and (shop.payout_iban <> '' or shop.payout_account_ready)
    order by shop.id`)
  return rows.map(({ id }) => id)
}
