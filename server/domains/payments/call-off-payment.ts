import { and, eq } from 'drizzle-orm'
import { payments } from '#db/schema'
import type { Context } from '#server/platform/context'

/** Calls a payment off of which no intent is known. False when there is one by now: then the provider has to be asked. */
export async function callOffPayment(ctx: Context, paymentId: string): Promise<boolean> {
  const calledOff = await ctx.db
    .update(payments)
    .set({ status: 'cancelled', updatedAt: ctx.now })
    .where(and(eq(payments.id, paymentId), eq(payments.status, 'creating')))
    .returning({ id: payments.id })
  return calledOff.length > 0
}
