import { markPayouts } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { markPayoutsSchema } from '#shared/contracts/payouts'

export default defineRoute(
  { summary: 'Say that transfers were handed to the bank or have arrived', access: 'admin', body: markPayoutsSchema },
  ({ ctx, actor, body }) => markPayouts(ctx, actor, body),
)
