import { z } from 'zod'
import { listMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messagePageSchema, messageQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'The messages of a conversation of a shop, the newest first, or what changed after a revision',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    query: messageQuerySchema,
    response: messagePageSchema,
  },
  ({ ctx, actor, params, query }) => listMessages(ctx, actor, params, query),
)
