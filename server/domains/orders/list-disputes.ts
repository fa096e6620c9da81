import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { disputes, orderGroups, payments } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { AdminDisputeList, AdminDisputeQuery } from '#shared/contracts/disputes'
import { ordersNotYours } from './orders-errors'
import { mayListEverything } from './orders-policy'

const PAGE = 50

/** Disputes in one state, the newest first; for admins. */
export async function listDisputes(ctx: Context, actor: Actor, { status, cursor }: AdminDisputeQuery): Promise<AdminDisputeList> {
  if (!mayListEverything(actor)) throw ordersNotYours()

  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const [rows, openCount] = await Promise.all([
    ctx.db
      .select({
        dispute: disputes,
        provider: payments.provider,
        groupNumber: orderGroups.number,
        shops: namesOfShops,
        noteCount: countOfNotes,
      })
      .from(disputes)
      .innerJoin(payments, eq(payments.id, disputes.paymentId))
      .innerJoin(orderGroups, eq(orderGroups.checkoutId, payments.checkoutId))
      .where(
        and(
          eq(disputes.status, status),
          after ? sql`(${disputes.openedAt}, ${disputes.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(desc(disputes.openedAt), desc(disputes.id))
      .limit(PAGE + 1),
    ctx.db.$count(disputes, eq(disputes.status, 'open')),
  ])

  const page = cutPage(rows, PAGE, ({ dispute }) => [dispute.openedAt.toISOString(), dispute.id])
  return {
    nextCursor: page.nextCursor,
    openCount,
    items: page.items.map(({ dispute, provider, ...row }) => ({
      id: dispute.id,
      status: dispute.status,
      amountMinor: dispute.amountMinor,
      currency: dispute.currency,
      reason: dispute.reason,
      openedAt: dispute.openedAt.toISOString(),
      respondBy: dispute.respondBy?.toISOString() ?? null,
      closedAt: dispute.closedAt?.toISOString() ?? null,
      address: ctx.gateway.disputeAddress(dispute.providerDisputeId),
      isPlayed: provider === 'test' && ctx.gateway.name === 'test',
      ...row,
    })),
  }
}

const namesOfShops = sql<string[]>`(
  select coalesce(array_agg(shop.name order by o.number), '{}') from dispute_shares share
  join orders o on o.id = share.order_id join shops shop on shop.id = o.shop_id where share.dispute_id = ${disputes.id})`
const countOfNotes = sql<number>`(
  select count(*)::int from dispute_notes note join dispute_shares share on share.id = note.share_id where share.dispute_id = ${disputes.id})`
