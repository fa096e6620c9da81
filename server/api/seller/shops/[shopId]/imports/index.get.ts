import { z } from 'zod'
import { listImports } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importListSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'The latest imports of products of a shop',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: importListSchema,
  },
  ({ ctx, actor, params }) => listImports(ctx, actor, params.shopId),
)
