import { z } from 'zod'
import { getShopInbox } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { shopInboxSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'What a shop says by itself to whom writes, and how soon it answers',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: shopInboxSchema,
  },
  ({ ctx, actor, params }) => getShopInbox(ctx, actor, params.shopId),
)
