import { z } from 'zod'
import { retryPayout } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { payoutNumberSchema } from '#shared/contracts/payouts'

export default defineRoute(
  {
    summary: 'Pay a shop again whose payout failed',
    access: 'admin',
    params: z.object({ number: payoutNumberSchema }),
  },
  ({ ctx, actor, params }) => retryPayout(ctx, actor, params.number),
)
