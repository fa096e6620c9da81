import { repairMarketplace } from '#server/domains/checkout'
import { defineRoute } from '#server/http/define-route'
import { repairedSchema, repairSchema } from '#shared/contracts/doctor'

export default defineRoute(
  { summary: 'Make anew what is derived, with a reason', access: 'admin', body: repairSchema, response: repairedSchema },
  async ({ ctx, actor, body }) => ({ repaired: await repairMarketplace(ctx, actor, body) }),
)
