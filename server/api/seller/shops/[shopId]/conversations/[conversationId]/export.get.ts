import { z } from 'zod'
import { exportConversation } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { streamText } from '#server/http/stream-text'
import { CONVERSATION_EXPORT_LIMIT, CONVERSATION_FILES, conversationExportQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'A conversation of a shop with a shopper, as text or JSON',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    query: conversationExportQuerySchema,
    download: { types: [CONVERSATION_FILES.text.type, CONVERSATION_FILES.json.type] },
    limits: [CONVERSATION_EXPORT_LIMIT],
  },
  async ({ ctx, actor, params, query }) => ({
    bytes: streamText(await exportConversation(ctx, actor, params, query)),
    ...CONVERSATION_FILES[query.format],
  }),
)
