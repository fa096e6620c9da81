import { listAllReturns } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { returnListQuerySchema, returnListSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'What buyers give back to all shops, the newest first',
    access: 'admin',
    query: returnListQuerySchema,
    response: returnListSchema,
  },
  ({ ctx, actor, query }) => listAllReturns(ctx, actor, query),
)
