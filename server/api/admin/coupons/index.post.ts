import { createCoupon, presentCoupon } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { couponViewSchema, marketplaceCouponInputSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Give out a coupon of the marketplace',
    access: 'admin',
    body: marketplaceCouponInputSchema,
    response: couponViewSchema,
    status: 201,
  },
  async ({ ctx, actor, body }) => presentCoupon(ctx, await createCoupon(ctx, actor, 'marketplace', body)),
)
