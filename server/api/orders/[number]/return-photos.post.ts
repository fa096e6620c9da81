import { z } from 'zod'
import { addReturnPhoto } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { orderGroupQuerySchema, orderNumberSchema } from '#shared/contracts/orders'
import { PICTURE_LIMIT } from '#shared/contracts/pictures'
import { privateFileSchema, RETURN_PHOTO_MAX_BYTES, RETURN_PHOTO_TYPES } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Send a photo for a return, as the buyer or by the key of the link; one that no return shows is deleted after a day',
    access: 'public',
    params: z.object({ number: orderNumberSchema }),
    query: orderGroupQuerySchema,
    upload: { types: RETURN_PHOTO_TYPES },
    maxBodyBytes: RETURN_PHOTO_MAX_BYTES,
    response: privateFileSchema,
    status: 201,
    limits: [{ ...PICTURE_LIMIT, name: 'return-photos', max: 60 }],
  },
  ({ ctx, actor, params, query, upload }) => addReturnPhoto(ctx, actor, params.number, query.key ?? null, upload),
)
