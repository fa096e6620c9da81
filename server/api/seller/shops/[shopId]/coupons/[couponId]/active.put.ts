import { z } from 'zod'
import { presentCoupon, setCouponActive } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponViewSchema, setCouponActiveSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Pause a coupon of a shop, or let it go on',
    access: 'seller',
    params: z.object({ shopId: idSchema, couponId: idSchema }),
    body: setCouponActiveSchema,
    response: couponViewSchema,
  },
  async ({ ctx, actor, params, body }) =>
    presentCoupon(ctx, await setCouponActive(ctx, actor, { shopId: params.shopId }, params.couponId, body)),
)
