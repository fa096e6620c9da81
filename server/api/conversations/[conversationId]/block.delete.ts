import { z } from 'zod'
import { blockConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Let both sides of a conversation of one’s own write again',
    access: 'user',
    params: z.object({ conversationId: idSchema }),
  },
  ({ ctx, actor, params }) => blockConversation(ctx, actor, { ...params, shopId: null }, { blocked: false }),
)
