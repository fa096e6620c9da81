import { z } from 'zod'
import { changeCoupon, presentCoupon } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponViewSchema, marketplaceCouponInputSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Change a coupon of the marketplace; of one that was used only when and how often it may be',
    access: 'admin',
    params: z.object({ couponId: idSchema }),
    body: marketplaceCouponInputSchema,
    response: couponViewSchema,
  },
  async ({ ctx, actor, params, body }) => presentCoupon(ctx, await changeCoupon(ctx, actor, 'marketplace', params.couponId, body)),
)
