import { z } from 'zod'
import { readConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { readConversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Say up to which message one has read a conversation of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    body: readConversationSchema,
  },
  ({ ctx, actor, params, body }) => readConversation(ctx, actor, params, body),
)
