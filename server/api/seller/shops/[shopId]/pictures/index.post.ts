import { z } from 'zod'
import { addShopPicture } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { PICTURE_LIMIT, PICTURE_MAX_BYTES, PICTURE_TYPES, storedPictureSchema } from '#shared/contracts/pictures'

export default defineRoute(
  {
    summary: 'Send a picture for the products of a shop; one that no product shows is deleted after a day',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    upload: { types: PICTURE_TYPES },
    maxBodyBytes: PICTURE_MAX_BYTES,
    response: storedPictureSchema,
    status: 201,
    limits: [PICTURE_LIMIT],
  },
  ({ ctx, actor, params, upload }) => addShopPicture(ctx, actor, params.shopId, upload),
)
