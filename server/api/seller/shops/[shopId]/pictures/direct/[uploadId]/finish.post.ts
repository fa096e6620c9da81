import { z } from 'zod'
import { finishShopPicture } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { PICTURE_LIMIT, storedPictureSchema } from '#shared/contracts/pictures'

export default defineRoute(
  {
    summary: 'Take in a picture that was sent without a detour',
    access: 'seller',
    params: z.object({ shopId: idSchema, uploadId: idSchema }),
    response: storedPictureSchema,
    status: 201,
    limits: [{ ...PICTURE_LIMIT, name: 'pictures-finished' }],
  },
  ({ ctx, actor, params }) => finishShopPicture(ctx, actor, params.shopId, params.uploadId),
)
