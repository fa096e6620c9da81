import { adminOverview } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { adminOverviewSchema } from '#shared/contracts/orders'

export default defineRoute({ summary: 'The marketplace at a glance', access: 'admin', response: adminOverviewSchema }, ({ ctx, actor }) =>
  adminOverview(ctx, actor),
)
