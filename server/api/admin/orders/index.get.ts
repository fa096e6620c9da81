import { listOrderGroups } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { adminOrderListQuerySchema, adminOrderListSchema } from '#shared/contracts/orders'

export default defineRoute(
  { summary: 'All order groups, newest first', access: 'admin', query: adminOrderListQuerySchema, response: adminOrderListSchema },
  ({ ctx, actor, query }) => listOrderGroups(ctx, actor, query),
)
