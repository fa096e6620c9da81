import { z } from 'zod'
import { failPayout } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { failPayoutSchema, payoutNumberSchema } from '#shared/contracts/payouts'

export default defineRoute(
  {
    summary: 'Say that a transfer did not get there; what it was for is free again',
    access: 'admin',
    params: z.object({ number: payoutNumberSchema }),
    body: failPayoutSchema,
  },
  ({ ctx, actor, params, body }) => failPayout(ctx, actor, params.number, body),
)
