import { z } from 'zod'
import { createCoupon, presentCoupon } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponViewSchema, shopCouponInputSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Give out a coupon of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: shopCouponInputSchema,
    response: couponViewSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body }) => presentCoupon(ctx, await createCoupon(ctx, actor, { shopId: params.shopId }, body)),
)
