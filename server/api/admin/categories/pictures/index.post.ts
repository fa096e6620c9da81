import { addCategoryPicture } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { PICTURE_LIMIT, PICTURE_MAX_BYTES, PICTURE_TYPES, storedPictureSchema } from '#shared/contracts/pictures'

export default defineRoute(
  {
    summary: 'Send a picture for a category; one that no category shows is deleted after a day',
    access: 'admin',
    upload: { types: PICTURE_TYPES },
    maxBodyBytes: PICTURE_MAX_BYTES,
    response: storedPictureSchema,
    status: 201,
    limits: [PICTURE_LIMIT],
  },
  ({ ctx, actor, upload }) => addCategoryPicture(ctx, actor, upload),
)
