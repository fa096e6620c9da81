import { getReconciliation } from '#server/domains/reconciliation'
import { defineRoute } from '#server/http/define-route'
import { reconciliationQuerySchema, reconciliationSchema } from '#shared/contracts/reconciliation'

export default defineRoute(
  {
    summary: 'What the payment provider holds and what the books say it holds',
    access: 'admin',
    query: reconciliationQuerySchema,
    response: reconciliationSchema,
  },
  ({ ctx, actor, query }) => getReconciliation(ctx, actor, query),
)
