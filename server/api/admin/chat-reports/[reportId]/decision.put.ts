import { z } from 'zod'
import { decideReport } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { decideReportSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Dismiss a report, remove the message, or also disable the account of its writer, which is for admins',
    access: 'moderator',
    params: z.object({ reportId: idSchema }),
    body: decideReportSchema,
  },
  ({ ctx, actor, params, body }) => decideReport(ctx, actor, params.reportId, body),
)
