import { z } from 'zod'
import { decidePlayedDispute } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { decideDisputeSchema } from '#shared/contracts/disputes'

export default defineRoute(
  {
    summary: 'Decide a dispute of the test provider as the bank would',
    access: 'admin',
    params: z.object({ disputeId: idSchema }),
    body: decideDisputeSchema,
  },
  ({ ctx, actor, params, body }) => decidePlayedDispute(ctx, actor, params.disputeId, body),
)
