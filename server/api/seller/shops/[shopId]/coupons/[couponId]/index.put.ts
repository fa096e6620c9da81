import { z } from 'zod'
import { changeCoupon, presentCoupon } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponViewSchema, shopCouponInputSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Change a coupon of a shop; of one that was used only when and how often it may be',
    access: 'seller',
    params: z.object({ shopId: idSchema, couponId: idSchema }),
    body: shopCouponInputSchema,
    response: couponViewSchema,
  },
  async ({ ctx, actor, params, body }) =>
    presentCoupon(ctx, await changeCoupon(ctx, actor, { shopId: params.shopId }, params.couponId, body)),
)
