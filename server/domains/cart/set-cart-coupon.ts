import { and, eq } from 'drizzle-orm'
import { carts } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cartOwner, ownedBy } from './cart-owner'

/** Puts a coupon on the actor's cart, in the place of another one, or takes it off with null. */
export async function setCartCoupon(ctx: Context, actor: Actor, couponId: string | null): Promise<void> {
  const owner = cartOwner(actor)
  if (owner) await ctx.db.update(carts).set({ couponId, updatedAt: ctx.now }).where(ownedBy(owner))
}

/** A coupon that was paid with is not on the cart for the next purchase, unless another one is by now. */
export async function removeUsedCoupon(ctx: Context, cartId: string, couponId: string): Promise<void> {
  await ctx.db
    .update(carts)
    .set({ couponId: null })
    .where(and(eq(carts.id, cartId), eq(carts.couponId, couponId)))
}
