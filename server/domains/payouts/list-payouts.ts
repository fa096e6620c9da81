import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { payouts, shops } from '#db/schema'
import { nextPeriod, readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import { PAYOUT_LIST_MAX, type AdminPayoutList, type AdminPayoutQuery } from '#shared/contracts/payouts'
import { payoutNotFound } from './payouts-errors'
import type { PayoutRow } from './payouts-locks'
import { mayLookAfterPayouts } from './payouts-policy'
import { presentAdminPayout } from './present-payout'

/** Payouts in one state, the newest first, with how many there are in each; for admins. */
export async function listPayouts(ctx: Context, actor: Actor, { status, cursor }: AdminPayoutQuery): Promise<AdminPayoutList> {
  if (!mayLookAfterPayouts(actor)) throw payoutNotFound()

  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const [rows, totals, settings] = await Promise.all([
    ctx.db
      .select({ payout: payouts, shop: { id: shops.id, name: shops.name }, isReplaced })
      .from(payouts)
      .innerJoin(shops, eq(shops.id, payouts.shopId))
      .where(
        and(
          eq(payouts.status, status),
          after ? sql`(${payouts.createdAt}, ${payouts.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(desc(payouts.createdAt), desc(payouts.id))
      .limit(PAYOUT_LIST_MAX + 1),
    ctx.db
      .select({
        status: payouts.status,
        count: sql<number>`count(*)::int`,
        amountMinor: sql<number>`sum(${payouts.amountMinor})::bigint`.mapWith(Number),
      })
      .from(payouts)
      .where(and(inArray(payouts.status, ['requested', 'sent', 'failed']), sql`not ${isReplaced}`))
      .groupBy(payouts.status),
    readSettings(ctx),
  ])

  const page = cutPage(rows, PAYOUT_LIST_MAX, ({ payout }) => [payout.createdAt.toISOString(), payout.id])
  const totalOf = (status: PayoutRow['status']) => totals.find((total) => total.status === status) ?? { count: 0, amountMinor: 0 }
  return {
    items: page.items.map(presentAdminPayout),
    nextCursor: page.nextCursor,
    totals: { requested: totalOf('requested'), sent: totalOf('sent'), failed: totalOf('failed') },
    currency: settings.currency,
    nextOn: nextPeriod(settings, ctx.now),
  }
}

/** It failed, and another payout has taken along what it was for: one in its place, or the next of its shop. */
const isReplaced = sql<boolean>`(${payouts.status} = 'failed' and (
  exists (select from payouts again where again.replaces_id = ${payouts.id})
  or not exists (
    select from payout_entries lost where lost.payout_id = ${payouts.id} and not exists (
      select from payout_entries standing where standing.ledger_entry_id = lost.ledger_entry_id and standing.ended_at is null
    )
  )
))`
