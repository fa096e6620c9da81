import { z } from 'zod'
import { readReport } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { readReportSchema, reportedMessagesSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Read a reported message and those around it, for a reason that the audit keeps',
    access: 'moderator',
    params: z.object({ reportId: idSchema }),
    body: readReportSchema,
    response: reportedMessagesSchema,
  },
  ({ ctx, actor, params, body }) => readReport(ctx, actor, params.reportId, body),
)
