import { z } from 'zod'
import { presentCoupon, setCouponActive } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponViewSchema, setCouponActiveSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'Pause a coupon of the marketplace, or let it go on',
    access: 'admin',
    params: z.object({ couponId: idSchema }),
    body: setCouponActiveSchema,
    response: couponViewSchema,
  },
  async ({ ctx, actor, params, body }) => presentCoupon(ctx, await setCouponActive(ctx, actor, 'marketplace', params.couponId, body)),
)
