import { z } from 'zod'
import { getProductStanding, takeProductStep } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productStandingSchema, takeStepSchema } from '#shared/contracts/product-lifecycle'

export default defineRoute(
  {
    summary: 'Submit, withdraw, unpublish, archive or restore a product; answers with where it stands',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    body: takeStepSchema,
    response: productStandingSchema,
  },
  async ({ ctx, actor, params: { shopId, productId }, body }) => {
    await takeProductStep(ctx, actor, productId, body, { shopId })
    return getProductStanding(ctx, actor, shopId, productId)
  },
)
