import { listReconciled } from '#server/domains/reconciliation'
import { defineRoute } from '#server/http/define-route'
import { reconciledItemPageSchema, reconciledItemQuerySchema } from '#shared/contracts/reconciliation'

export default defineRoute(
  {
    summary: 'Payments, refunds, disputes, payouts and fees, each as the payment provider and as the books have it',
    access: 'admin',
    query: reconciledItemQuerySchema,
    response: reconciledItemPageSchema,
  },
  ({ ctx, actor, query }) => listReconciled(ctx, actor, query),
)
