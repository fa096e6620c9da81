import { listShops } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { shopListQuerySchema, shopListSchema } from '#shared/contracts/admin-shops'

export default defineRoute(
  { summary: 'Shops, newest first', access: 'admin', query: shopListQuerySchema, response: shopListSchema },
  ({ ctx, actor, query }) => listShops(ctx, actor, query),
)
