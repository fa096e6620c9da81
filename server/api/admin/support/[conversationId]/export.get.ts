import { z } from 'zod'
import { exportConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { streamText } from '#server/http/stream-text'
import { CONVERSATION_EXPORT_LIMIT, CONVERSATION_FILES, conversationExportQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of somebody with the marketplace, as text or JSON',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    query: conversationExportQuerySchema,
    download: { types: [CONVERSATION_FILES.text.type, CONVERSATION_FILES.json.type] },
    limits: [CONVERSATION_EXPORT_LIMIT],
  },
  async ({ ctx, actor, params, query }) => ({
    bytes: streamText(await exportConversation(ctx, actor, { ...params, shopId: null, asStaff: true }, query)),
    ...CONVERSATION_FILES[query.format],
  }),
)
