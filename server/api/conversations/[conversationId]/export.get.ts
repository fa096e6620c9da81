import { z } from 'zod'
import { exportConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { streamText } from '#server/http/stream-text'
import { CONVERSATION_EXPORT_LIMIT, CONVERSATION_FILES, ownConversationExportQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of one’s own, or of a guest’s order by its key, as text or JSON',
    access: 'public',
    params: z.object({ conversationId: idSchema }),
    query: ownConversationExportQuerySchema,
    download: { types: [CONVERSATION_FILES.text.type, CONVERSATION_FILES.json.type] },
    limits: [CONVERSATION_EXPORT_LIMIT],
  },
  async ({ ctx, actor, params, query: { key, ...query } }) => ({
    bytes: streamText(await exportConversation(ctx, actor, { ...params, key, shopId: null }, query)),
    ...CONVERSATION_FILES[query.format],
  }),
)
