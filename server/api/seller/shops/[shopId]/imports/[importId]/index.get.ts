import { z } from 'zod'
import { getImport } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importDetailsSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'An import with how far it has come and the columns of its file',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    response: importDetailsSchema,
  },
  ({ ctx, actor, params: { shopId, importId } }) => getImport(ctx, actor, shopId, importId),
)
