import { cartEmpty, setCartCoupon } from '#server/domains/cart'
import { couponRefused, couponUnknown, findCouponId } from '#server/domains/coupons'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { DomainError } from '#server/platform/errors'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { QuoteRequest } from '#shared/contracts/checkout'
import type { UseCoupon } from '#shared/contracts/coupons'
import type { AppliedCoupon } from './price-cart'
import { quoteCart, type QuoteCart } from './quote-cart'

/** Puts a coupon on the actor's cart if it applies to what is in it now. What it refuses with is listed at `useCouponSchema`. */
export function changeCartCoupon(ctx: Context, actor: Actor, input: UseCoupon, request: Partial<QuoteRequest>): Promise<QuoteCart> {
  return inTransaction(ctx, async (ctx) => {
    const couponId = await findCouponId(ctx, input.code)
    if (!couponId) throw couponUnknown()
    await setCartCoupon(ctx, actor, couponId)
    const cart = await quoteCart(ctx, actor, request)
    if (cart.shops.length === 0) throw cartEmpty()
    const refusal = refusalOfCoupon(cart)
    if (refusal) throw refusal
    return cart
  })
}

/** Takes the coupon off; without one nothing changes. */
export async function removeCartCoupon(ctx: Context, actor: Actor, request: Partial<QuoteRequest>): Promise<QuoteCart> {
  await setCartCoupon(ctx, actor, null)
  return quoteCart(ctx, actor, request)
}

/** What keeps the coupon of a cart from applying, to be thrown; null where nothing does. */
export function refusalOfCoupon({ coupon, currency }: QuoteCart): DomainError | null {
  if (!coupon?.problem) return null
  return couponRefused(coupon.problem, detailsOf(coupon, currency))
}

function detailsOf({ coupon, problem, missingMinor }: AppliedCoupon, currency: string): Record<string, unknown> {
  if (problem === 'below_minimum') return { missingMinor, currency }
  return problem === 'not_yet' ? { validFrom: coupon.validFrom!.toISOString() } : {}
}
