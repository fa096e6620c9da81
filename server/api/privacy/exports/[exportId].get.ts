import { getExport } from '#server/domains/privacy'
import { defineRoute } from '#server/http/define-route'
import { exportIdSchema } from '#shared/contracts/privacy'

export default defineRoute(
  {
    summary: 'Download a copy of your data',
    access: 'user',
    params: exportIdSchema,
    download: { types: ['application/zip'] },
    limits: [{ name: 'download-export', max: 30, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => getExport(ctx, actor, params.exportId),
)
