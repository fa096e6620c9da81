import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { journalsById } from '#server/domains/ledger'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { ReconciledItem, ReconciledItemQuery } from '#shared/contracts/reconciliation'
import { RECONCILED_KINDS } from '#shared/lifecycles/balance-entry'
import { presentReconciled } from './present-reconciled'
import { differingItems, isOpen, lookedBack, reconciledItems, type ItemRow } from './reconciled-items'
import { reconciliationNotYours } from './reconciliation-errors'
import { mayReconcile } from './reconciliation-policy'
import { momentsOf, presentMonth } from './months'

const PAGE = 50

/** What was compared, one by one, the newest first: of a month, or all differences of any month; for admins. */
export async function listReconciled(
  ctx: Context,
  actor: Actor,
  query: ReconciledItemQuery,
): Promise<{ items: ReconciledItem[]; nextCursor: string | null }> {
  if (!mayReconcile(actor)) throw reconciliationNotYours()

  const currency = query.currency ?? (await readSettings(ctx)).currency
  const isMonth = query.view === 'month'
  const span = { ...(isMonth ? momentsOf(query.month ?? presentMonth(ctx.now)) : lookedBack(ctx.now)), currency }
  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, z.enum(RECONCILED_KINDS), idSchema])) : null
  const rows = await ctx.db.execute<ItemRow & { group_number: string | null; payout_number: string | null }>(sql`
    with item as (
      select * from (${isMonth ? reconciledItems(ctx.now, span) : differingItems(ctx.now, span)}) item
      where ${isMonth ? sql`true` : isOpen}
        and ${after ? sql`(at, kind, subject_id) < (${after[0]}::timestamptz, ${after[1]}, ${after[2]}::uuid)` : sql`true`}
      order by at desc, kind desc, subject_id desc limit ${PAGE + 1}
    )
    select item.*, to_json(item.at) #>> '{}' as at, groups.number as group_number, payout.number as payout_number
    from item
    left join payouts payout on item.kind = 'transfer' and payout.id = item.subject_id
    left join refunds refund on item.kind = 'refund' and refund.id = item.subject_id
    left join disputes dispute on item.kind = 'dispute' and dispute.id = item.subject_id
    left join payments payment
      on payment.id = coalesce(refund.payment_id, dispute.payment_id, case item.kind when 'charge' then item.subject_id end)
    left join order_groups groups on groups.checkout_id = payment.checkout_id
    order by item.at desc, item.kind desc, item.subject_id desc`)

  const page = cutPage([...rows], PAGE, ({ at, kind, subject_id }) => [new Date(at).toISOString(), kind, subject_id])
  const journals = await journalsById(
    ctx,
    page.items.flatMap(({ journal_ids }) => journal_ids ?? []),
  )
  return { nextCursor: page.nextCursor, items: page.items.map((row) => presentReconciled(row, journals)) }
}

/** All of it, some at a time. */
export async function* exportReconciled(
  ctx: Context,
  actor: Actor,
  query: Omit<ReconciledItemQuery, 'cursor'>,
): AsyncGenerator<ReconciledItem[]> {
  let cursor: string | undefined
  do {
    const page = await listReconciled(ctx, actor, { ...query, cursor })
    yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
