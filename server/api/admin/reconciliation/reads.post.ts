import { askToRead, getReconciliation } from '#server/domains/reconciliation'
import { defineRoute } from '#server/http/define-route'
import { reconciliationQuerySchema, reconciliationSchema } from '#shared/contracts/reconciliation'

export default defineRoute(
  {
    summary: "Have the payment provider's book read now; while somebody reads nobody else does",
    access: 'admin',
    query: reconciliationQuerySchema,
    response: reconciliationSchema,
    status: 202,
  },
  async ({ ctx, actor, query }) => {
    await askToRead(ctx, actor)
    return getReconciliation(ctx, actor, query)
  },
)
