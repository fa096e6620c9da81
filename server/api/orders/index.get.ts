import { listOwnOrderGroups } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { orderGroupListQuerySchema, orderGroupListSchema } from '#shared/contracts/orders'

export default defineRoute(
  { summary: 'What you have bought, newest first', access: 'user', query: orderGroupListQuerySchema, response: orderGroupListSchema },
  ({ ctx, actor, query }) => listOwnOrderGroups(ctx, actor, query),
)
