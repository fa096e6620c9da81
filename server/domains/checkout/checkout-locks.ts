import { and, eq, inArray, sql } from 'drizzle-orm'
import { carts, checkouts, orderGroups, payments, refunds } from '#db/schema'
import type { CartOwner } from '#server/domains/cart'
import type { PaymentRow } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import { canMoveCheckout, CHECKOUT_STATUSES, type CheckoutStatus } from '#shared/lifecycles/checkout'

export type CheckoutRow = typeof checkouts.$inferSelect

/** A checkout with what became of it. */
export interface CheckoutState {
  checkout: CheckoutRow
  payment: PaymentRow
  groupNumber: string | null
  refunded: boolean
}

/** As it is now, in one query. */
export async function findCheckout(ctx: Context, checkoutId: string): Promise<CheckoutState | null> {
  const [state] = await stateOf(ctx, { checkoutId })
  return state ?? null
}

/** As it is now, locked until the transaction ends: whatever happens to a checkout happens one after the other. */
export async function lockCheckout(ctx: Context, checkoutId: string): Promise<CheckoutState | null> {
  await ctx.db.select({ id: checkouts.id }).from(checkouts).where(eq(checkouts.id, checkoutId)).for('update')
  return findCheckout(ctx, checkoutId)
}

const stateOf = builtOnce<{ checkoutId: string }>()((db, { checkoutId }) =>
  db
    .select({
      checkout: checkouts,
      payment: payments,
      groupNumber: orderGroups.number,
      refunded: sql<boolean>`exists (select from ${refunds} where ${refunds.paymentId} = ${payments.id} and ${refunds.orderId} is null)`,
    })
    .from(checkouts)
    .innerJoin(payments, eq(payments.checkoutId, checkouts.id))
    .leftJoin(orderGroups, eq(orderGroups.checkoutId, checkouts.id))
    .where(eq(checkouts.id, checkoutId)),
)

/** The owner's cart, locked until the transaction ends: two starts of one buyer happen one after the other. */
export async function lockCart(ctx: Context, owner: CartOwner): Promise<string | null> {
  const [cart] = await ctx.db
    .select({ id: carts.id })
    .from(carts)
    .where(owner.userId !== null ? eq(carts.userId, owner.userId) : eq(carts.guestKey, owner.guestKey))
    .for('update')
  return cart?.id ?? null
}

/** Guarded by the lifecycle; false when it was not allowed. */
export async function moveCheckout(ctx: Context, checkoutId: string, to: CheckoutStatus): Promise<boolean> {
  const from = CHECKOUT_STATUSES.filter((status) => canMoveCheckout(status, to))
  const moved = await ctx.db
    .update(checkouts)
    .set({ status: to })
    .where(and(eq(checkouts.id, checkoutId), inArray(checkouts.status, from)))
    .returning({ id: checkouts.id })
  return moved.length > 0
}
