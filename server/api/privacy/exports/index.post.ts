import { requestExport } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { dataExportSchema } from '#shared/contracts/privacy'

export default defineRoute(
  { summary: 'Ask for a copy of your data', access: 'user', response: dataExportSchema, status: 202 },
  ({ ctx, actor }) => requestExport(ctx, actor),
)
