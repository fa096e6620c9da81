import { z } from 'zod'
import { searchShopMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { MESSAGE_SEARCH_LIMIT, messageHitPageSchema, messageSearchQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Messages between a shop and its shoppers that say these words, the newest first',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    limits: [MESSAGE_SEARCH_LIMIT],
    query: messageSearchQuerySchema,
    response: messageHitPageSchema,
  },
  ({ ctx, actor, params, query }) => searchShopMessages(ctx, actor, params.shopId, query),
)
