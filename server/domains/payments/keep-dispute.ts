import { and, asc, eq, sql } from 'drizzle-orm'
import type { disputeShares } from '#db/schema'
import { disputes, paymentAllocations } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ProviderDispute } from '#server/platform/payment-gateway/payment-gateway'
import { canMoveDispute, type DisputeStatus } from '#shared/lifecycles/dispute'
import { allocate, sum } from '#shared/money'
import type { PaymentRow } from './payments-locks'

export type DisputeRow = typeof disputes.$inferSelect
export type DisputeShareRow = typeof disputeShares.$inferSelect

/** A dispute as it is kept, and what of it nobody knew before. */
interface KeptDispute {
  dispute: DisputeRow
  isNew: boolean
  isDecided: boolean
}

/**
 * Writes down what the provider says of a dispute, under the checkout's lock. What was said before may come again, and
 * after what came later: a dispute that was decided stays so.
 */
export async function keepDispute(ctx: Context, payment: PaymentRow, told: ProviderDispute): Promise<KeptDispute> {
  const isThis = and(eq(disputes.paymentId, payment.id), eq(disputes.providerDisputeId, told.id))
  const [opened] = await ctx.db
    .insert(disputes)
    .values({
      id: ctx.newId(),
      paymentId: payment.id,
      providerDisputeId: told.id,
      amountMinor: told.amountMinor,
      currency: payment.currency,
      reason: told.reason,
      openedAt: told.at,
      respondBy: told.respondBy,
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning()
  const known = opened ?? (await ctx.db.select().from(disputes).where(isThis))[0]!
  if (known.status !== 'open') return { dispute: known, isNew: false, isDecided: false }

  const isDecided = canMoveDispute(known.status, told.status)
  const [dispute] = await ctx.db
    .update(disputes)
    .set({ reason: told.reason, respondBy: told.respondBy, ...(isDecided && { status: told.status, closedAt: ctx.now }) })
    .where(and(isThis, eq(disputes.status, 'open')))
    .returning()
  return { dispute: dispute!, isNew: opened !== undefined, isDecided }
}

/**
 * What of a dispute is about each order of its payment: by what of it has not gone back. A bank may want money once more that
 * has gone back already: that part is about the orders it went back for.
 */
export async function splitDispute(ctx: Context, { paymentId, amountMinor }: DisputeRow): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .select()
    .from(paymentAllocations)
    .where(eq(paymentAllocations.paymentId, paymentId))
    .orderBy(asc(paymentAllocations.orderId))
  const left = rows.map((row) => Math.max(0, row.capturedMinor - row.refundedMinor - row.disputedMinor - row.chargedBackMinor))
  const captured = rows.map(({ capturedMinor }) => capturedMinor)
  if (sum(captured) === 0) return new Map()

  const leftMinor = Math.min(amountMinor, sum(left))
  const gone = captured.map((minor, index) => minor - left[index]!)
  const first = allocate(leftMinor, left)
  const again = allocate(amountMinor - leftMinor, sum(gone) > 0 ? gone : captured)
  return new Map(rows.map(({ orderId }, index) => [orderId, first[index]! + again[index]!] as const).filter(([, amount]) => amount > 0))
}

/** Counts what a dispute takes of an order's money, or what became of that. Under the order's lock. */
export async function countDisputed(
  ctx: Context,
  { paymentId }: DisputeRow,
  { orderId, amountMinor }: Pick<DisputeShareRow, 'orderId' | 'amountMinor'>,
  status: DisputeStatus,
): Promise<void> {
  const { disputedMinor, chargedBackMinor } = paymentAllocations
  await ctx.db
    .update(paymentAllocations)
    .set(
      status === 'open'
        ? { disputedMinor: sql`${disputedMinor} + ${amountMinor}` }
        : {
            disputedMinor: sql`${disputedMinor} - ${amountMinor}`,
            ...(status === 'lost' && { chargedBackMinor: sql`${chargedBackMinor} + ${amountMinor}` }),
          },
    )
    .where(and(eq(paymentAllocations.paymentId, paymentId), eq(paymentAllocations.orderId, orderId)))
}
