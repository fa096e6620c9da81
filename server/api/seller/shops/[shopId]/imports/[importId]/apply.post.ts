import { z } from 'zod'
import { getImport, startApplying } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { importDetailsSchema } from '#shared/contracts/product-imports'

export default defineRoute(
  {
    summary: 'Apply an import that was checked; a job does it',
    access: 'seller',
    params: z.object({ shopId: idSchema, importId: idSchema }),
    response: importDetailsSchema,
    status: 202,
  },
  async ({ ctx, actor, params: { shopId, importId } }) => {
    await startApplying(ctx, actor, shopId, importId)
    return getImport(ctx, actor, shopId, importId)
  },
)
