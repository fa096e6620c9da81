import { z } from 'zod'
import { readConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { readConversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Say up to which message one has read a conversation with the marketplace',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    body: readConversationSchema,
  },
  ({ ctx, actor, params, body }) => readConversation(ctx, actor, { ...params, shopId: null, asStaff: true }, body),
)
