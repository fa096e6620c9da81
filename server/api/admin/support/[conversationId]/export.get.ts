import { z } from 'zod'
import { exportConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { streamText } from '#server/http/stream-text'
import { CONVERSATION_EXPORT_LIMIT, conversationExportQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of somebody with the marketplace, as text or JSON',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    query: conversationExportQuerySchema,
    download: { type: 'text/plain; charset=utf-8' },
    limits: [CONVERSATION_EXPORT_LIMIT],
  },
  async ({ ctx, actor, params, query }) => ({
    bytes: streamText(await exportConversation(ctx, actor, { ...params, shopId: null, asStaff: true }, query)),
    fileName: query.format === 'json' ? 'messages.json' : 'messages.txt',
  }),
)
