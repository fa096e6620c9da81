import { z } from 'zod'
import { listMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messagePageSchema, messageQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'The messages of a conversation with the marketplace, the newest first, or what changed after a revision',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    query: messageQuerySchema,
    response: messagePageSchema,
  },
  ({ ctx, actor, params, query }) => listMessages(ctx, actor, { ...params, shopId: null, asStaff: true }, query),
)
