import { listCoupons } from '#server/domains/coupons'
import { defineRoute } from '#server/http/define-route'
import { couponListQuerySchema, couponListSchema } from '#shared/contracts/coupons'

export default defineRoute(
  {
    summary: 'The coupons of the marketplace, the newest first',
    access: 'admin',
    query: couponListQuerySchema,
    response: couponListSchema,
  },
  ({ ctx, actor, query }) => listCoupons(ctx, actor, 'marketplace', query),
)
