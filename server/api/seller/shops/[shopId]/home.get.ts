import { z } from 'zod'
import { shopHome } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopHomeSchema } from '#shared/contracts/orders'

export default defineRoute(
  { summary: 'What waits for a shop, and how it went', access: 'seller', params: z.object({ shopId: idSchema }), response: shopHomeSchema },
  ({ ctx, actor, params }) => shopHome(ctx, actor, params.shopId),
)
