import { z } from 'zod'
import { getConversation, handleConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema, handleSupportSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Close a conversation with the marketplace, or open it again',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    body: handleSupportSchema,
    response: conversationSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await handleConversation(ctx, actor, { ...params, shopId: null, asStaff: true }, body)
    return getConversation(ctx, actor, { ...params, shopId: null, asStaff: true })
  },
)
