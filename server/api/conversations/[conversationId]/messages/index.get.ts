import { z } from 'zod'
import { listMessages } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { messagePageSchema, ownMessageQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary:
      'The messages of a conversation of one’s own, or of a guest’s order by its key, the newest first, or what changed after a revision',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: ownMessageQuerySchema,
    response: messagePageSchema,
  },
  ({ ctx, actor, params, query: { key, ...query } }) => listMessages(ctx, actor, { ...params, key, shopId: null }, query),
)
