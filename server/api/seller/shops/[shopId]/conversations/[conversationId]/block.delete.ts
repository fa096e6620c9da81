import { z } from 'zod'
import { blockConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Let both sides of a conversation of a shop write again',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
  },
  ({ ctx, actor, params }) => blockConversation(ctx, actor, params, { blocked: false }),
)
