import { desc, eq, sql } from 'drizzle-orm'
import { payouts, shops } from '#db/schema'
import { shopBalance } from '#server/domains/ledger'
import { nextPeriod, readSettings, type Settings } from '#server/domains/settings'
import { payoutAccountOf, requireMember, type ShopRow } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PayoutObstacle, ShopMoney } from '#shared/contracts/shop-money'
import { payoutAccountState, type PayoutAccountState } from '#shared/lifecycles/payout-account'
import { canBePaid } from './payouts-policy'
import { presentPayout } from './present-payout'
import { destinationOf, smallestPayout } from './request-payout'

const PAYOUTS_SHOWN = 30

/** What a shop is owed, when it is paid, what it was paid and what each month came to; for those who run it. */
export async function getShopMoney(ctx: Context, actor: Actor, shopId: string): Promise<ShopMoney> {
  await requireMember(ctx, actor, shopId, 'manager')

  const [settings, balance, [shop], latest, months] = await Promise.all([
    readSettings(ctx),
    shopBalance(ctx, shopId),
    ctx.db.select().from(shops).where(eq(shops.id, shopId)),
    ctx.db.select().from(payouts).where(eq(payouts.shopId, shopId)).orderBy(desc(payouts.createdAt), desc(payouts.id)).limit(PAYOUTS_SHOWN),
    monthsOf(ctx, shopId),
  ])
  return {
    currency: settings.currency,
    ...balance,
    nextPayout: {
      on: nextPeriod(settings, ctx.now),
      minimumMinor: smallestPayout(shop!, settings),
      obstacle: obstacleOf(ctx, shop!, balance.availableMinor, settings),
    },
    payouts: latest.map(presentPayout),
    months,
  }
}

function obstacleOf(ctx: Context, shop: ShopRow, availableMinor: number, settings: Settings): PayoutObstacle | null {
  if (!canBePaid(shop)) return 'suspended'
  if (!destinationOf(ctx, shop)) return ACCOUNT_OBSTACLES[payoutAccountState(payoutAccountOf(ctx, shop))]
  if (availableMinor < 0) return 'owes'
  return availableMinor < smallestPayout(shop, settings) ? 'too_little' : null
}

/** Why nothing can be sent to a shop, by how far its account at the provider is. */
const ACCOUNT_OBSTACLES = {
  not_begun: 'no_account',
  more_needed: 'account_unfinished',
  checking: 'account_checked',
  restricted: 'account_stopped',
  ready: null,
} as const satisfies Record<PayoutAccountState, PayoutObstacle | null>

interface MonthRow extends Record<string, unknown> {
  month: string
  earned: string
  paidOut: string
  closing: string
}

async function monthsOf(ctx: Context, shopId: string): Promise<ShopMoney['months']> {
  const rows = await ctx.db.execute<MonthRow>(sql`
    with changes as (
      select to_char(journal.posted_at at time zone 'UTC', 'YYYY-MM') as month,
        -sum(entry.amount_minor) as amount,
        coalesce(-sum(entry.amount_minor) filter (where journal.source_type = 'payout'), 0) as paid_out
      from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id and account.shop_id = ${shopId}
      join ledger_journals journal on journal.id = entry.journal_id
      group by 1
    )
    select month, amount - paid_out as earned, paid_out as "paidOut", sum(amount) over (order by month) as closing from changes
    order by month desc`)
  return rows.map(({ month, earned, paidOut, closing }) => ({
    month,
    earnedMinor: Number(earned),
    paidOutMinor: Number(paidOut),
    closingMinor: Number(closing),
  }))
}
