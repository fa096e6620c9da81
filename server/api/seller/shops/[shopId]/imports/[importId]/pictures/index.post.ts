import { z } from 'zod'
import { addPictureFiles } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { IMPORT_ZIP_BYTES, importPicturesSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'Send a zip with the pictures that an import names by file',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    upload: { types: ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'], streamed: true },
    maxBodyBytes: IMPORT_ZIP_BYTES,
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
    response: importPicturesSchema,
    status: 201,
  },
  ({ ctx, actor, params: { shopId, importId }, stream }) => addPictureFiles(ctx, actor, shopId, importId, stream),
)
