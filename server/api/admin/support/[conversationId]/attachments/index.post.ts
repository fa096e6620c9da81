import { z } from 'zod'
import { addAttachment } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { ATTACHMENT_LIMIT, ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES, attachmentQuerySchema, attachmentSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Send a picture or file for a message of the marketplace; one that no message shows is deleted after a day',
    access: 'moderator',
    params: z.object({ conversationId: idSchema }),
    query: attachmentQuerySchema,
    upload: { types: ATTACHMENT_TYPES },
    maxBodyBytes: ATTACHMENT_MAX_BYTES,
    response: attachmentSchema,
    status: 201,
    limits: [ATTACHMENT_LIMIT],
  },
  ({ ctx, actor, params, query, upload }) =>
    addAttachment(ctx, actor, { ...params, shopId: null, asStaff: true }, { ...query, bytes: upload }),
)
