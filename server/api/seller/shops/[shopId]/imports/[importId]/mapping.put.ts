import { z } from 'zod'
import { changeMapping, getImport } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importDetailsSchema, importMappingSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'Match the columns of a file otherwise; it is checked again',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    body: importMappingSchema,
    response: importDetailsSchema,
  },
  async ({ ctx, actor, params: { shopId, importId }, body }) => {
    await changeMapping(ctx, actor, shopId, importId, body)
    return getImport(ctx, actor, shopId, importId)
  },
)
