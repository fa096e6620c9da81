import { z } from 'zod'
import { listShopConversations } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationPageSchema, shopConversationQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'What shoppers have written to a shop, the newest first',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: shopConversationQuerySchema,
    response: conversationPageSchema,
  },
  ({ ctx, actor, params, query }) => listShopConversations(ctx, actor, params.shopId, query),
)
