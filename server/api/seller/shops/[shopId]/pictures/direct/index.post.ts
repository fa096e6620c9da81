import { z } from 'zod'
import { openShopPicture } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { directUploadAnswerSchema, newDirectUploadSchema, PICTURE_LIMIT } from '#shared/contracts/pictures'

export default defineRoute(
  {
    summary: 'Ask where to send a picture without a detour: PUT it there within ten minutes, then finish it; null without such a place',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: newDirectUploadSchema,
    response: directUploadAnswerSchema,
    limits: [PICTURE_LIMIT],
  },
  async ({ ctx, actor, params, body }) => ({ upload: await openShopPicture(ctx, actor, params.shopId, body) }),
)
