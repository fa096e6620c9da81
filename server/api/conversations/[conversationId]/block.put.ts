import { z } from 'zod'
import { blockConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Block the other side of a conversation of one’s own: neither can write any more, and what was written stays',
    access: 'user',
    params: z.object({ conversationId: idSchema }),
  },
  ({ ctx, actor, params }) => blockConversation(ctx, actor, { ...params, shopId: null }, { blocked: true }),
)
