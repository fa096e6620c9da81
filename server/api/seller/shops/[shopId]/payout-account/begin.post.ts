import { z } from 'zod'
import { beginPayoutAccount } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { beginPayoutAccountSchema, payoutAccountLinkSchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  {
    summary: 'Open the account of a shop at the payment provider, or go on with it',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema }),
    body: beginPayoutAccountSchema,
    response: payoutAccountLinkSchema,
    limits: [{ max: 20, windowSeconds: 3600, by: 'actor' }],
  },
  ({ ctx, actor, params, body }) => beginPayoutAccount(ctx, actor, params.shopId, body),
)
