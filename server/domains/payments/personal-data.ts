import { asc, inArray } from 'drizzle-orm'
import { payments, refunds } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'

/** What was paid in these checkouts, and what went back. All of it is bookkeeping, so nothing is erased. */
export async function personalDataOf(ctx: Context, checkoutIds: readonly string[]): Promise<PersonalData> {
  if (checkoutIds.length === 0) return { payments: [], refunds: [] }
  const { id, checkoutId, provider, attempt, status, intentId, amountMinor, currency, createdAt } = payments
  const paid = await ctx.db
    .select({ id, checkoutId, provider, attempt, status, intentId, amountMinor, currency, createdAt })
    .from(payments)
    .where(inArray(payments.checkoutId, [...checkoutIds]))
    .orderBy(asc(createdAt))
  const paymentIds = paid.map((payment) => payment.id)
  const refunded =
    paymentIds.length === 0
      ? []
      : await ctx.db
          .select({
            paymentId: refunds.paymentId,
            amountMinor: refunds.amountMinor,
            currency: refunds.currency,
            reason: refunds.reason,
            note: refunds.note,
            status: refunds.status,
            createdAt: refunds.createdAt,
          })
          .from(refunds)
          .where(inArray(refunds.paymentId, paymentIds))
          .orderBy(asc(refunds.createdAt))
  return { payments: paid, refunds: refunded }
}
