import { z } from 'zod'
import { getConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema, guestQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of one’s own, or of a guest’s order by its key',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: guestQuerySchema,
    response: conversationSchema,
  },
  ({ ctx, actor, params, query }) => getConversation(ctx, actor, { ...params, ...query, shopId: null }),
)
