import { listPayouts } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { adminPayoutListSchema, adminPayoutQuerySchema } from '#shared/contracts/payouts'

export default defineRoute(
  {
    summary: 'Payouts to shops in one state, newest first',
    access: 'admin',
    query: adminPayoutQuerySchema,
    response: adminPayoutListSchema,
  },
  ({ ctx, actor, query }) => listPayouts(ctx, actor, query),
)
