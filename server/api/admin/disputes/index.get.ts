import { listDisputes } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { adminDisputeListSchema, adminDisputeQuerySchema } from '#shared/contracts/disputes'

export default defineRoute(
  {
    summary: "Payments that buyers' banks took back, newest first",
    access: 'admin',
    query: adminDisputeQuerySchema,
    response: adminDisputeListSchema,
  },
  ({ ctx, actor, query }) => listDisputes(ctx, actor, query),
)
