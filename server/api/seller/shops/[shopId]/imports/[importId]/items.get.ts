import { z } from 'zod'
import { listImportItems } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importItemPageSchema, importItemQuerySchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'The products of an import, with what becomes of each',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    query: importItemQuerySchema,
    response: importItemPageSchema,
  },
  ({ ctx, actor, params: { shopId, importId }, query }) => listImportItems(ctx, actor, shopId, importId, query),
)
