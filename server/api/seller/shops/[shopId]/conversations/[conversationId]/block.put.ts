import { z } from 'zod'
import { blockConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Block the other side of a conversation of a shop: neither can write any more, and what was written stays',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
  },
  ({ ctx, actor, params }) => blockConversation(ctx, actor, params, { blocked: true }),
)
