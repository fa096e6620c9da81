import { z } from 'zod'
import { getConversation, handleConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema, handleConversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Close a conversation of a shop or open it again, and say who of its team looks after it',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    body: handleConversationSchema,
    response: conversationSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await handleConversation(ctx, actor, params, body)
    return getConversation(ctx, actor, params)
  },
)
