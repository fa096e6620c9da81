import { exportReconciled } from '#server/domains/reconciliation'
import { defineRoute } from '#server/http/define-route'
import { reconciliationCsv } from '#server/http/reconciliation-csv'
import { reconciledItemQuerySchema } from '#shared/contracts/reconciliation'

export default defineRoute(
  {
    summary: 'What the payment provider and the books have as a CSV file',
    access: 'admin',
    query: reconciledItemQuerySchema.omit({ cursor: true }),
    download: { types: ['text/csv; charset=utf-8'] },
  },
  ({ ctx, actor, query }) => ({
    bytes: reconciliationCsv(exportReconciled(ctx, actor, query)),
    fileName: `reconciliation-${query.view === 'open' ? 'differences' : (query.month ?? ctx.now.toISOString().slice(0, 7))}.csv`,
  }),
)
