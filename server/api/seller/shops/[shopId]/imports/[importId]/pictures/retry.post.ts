import { z } from 'zod'
import { getImport, retryPictures } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importDetailsSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'Try the pictures of an import again that could not be fetched; a job does it',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
    response: importDetailsSchema,
    status: 202,
  },
  async ({ ctx, actor, params: { shopId, importId } }) => {
    await retryPictures(ctx, actor, shopId, importId)
    return getImport(ctx, actor, shopId, importId)
  },
)
