import { z } from 'zod'
import { getConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    response: conversationSchema,
  },
  ({ ctx, actor, params }) => getConversation(ctx, actor, params),
)
