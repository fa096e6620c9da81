import { z } from 'zod'
import { listCoupons } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { couponListQuerySchema, couponListSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'The coupons of a shop, the newest first',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: couponListQuerySchema,
    response: couponListSchema,
  },
  ({ ctx, actor, params, query }) => listCoupons(ctx, actor, { shopId: params.shopId }, query),
)
