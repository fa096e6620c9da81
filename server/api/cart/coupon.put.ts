import { changeCartCoupon, presentCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'
import { useCouponSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Put a coupon on the cart, in the place of another one; answers with the cart',
    access: 'public',
    query: cartQuerySchema,
    body: useCouponSchema,
    response: cartViewSchema,
    // A few slips of the pen, and too few to find out codes by trying.
    limits: [
      { name: 'coupon-of', max: 10, windowSeconds: 60, by: 'actor' },
      { name: 'coupon-from', max: 60, windowSeconds: 60 * 60, by: 'address' },
    ],
  },
  async ({ ctx, actor, query, body }) => presentCart(await changeCartCoupon(ctx, actor, body, query)),
)
