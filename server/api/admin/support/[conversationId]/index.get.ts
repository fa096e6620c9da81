import { z } from 'zod'
import { getConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { conversationSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of somebody with the marketplace',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    response: conversationSchema,
  },
  ({ ctx, actor, params }) => getConversation(ctx, actor, { ...params, shopId: null, asStaff: true }),
)
