import { z } from 'zod'
import { listStockMovements } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { stockMovementPageSchema, stockMovementQuerySchema } from '#shared/contracts/inventory'

export default defineRoute(
  {
    summary: 'Why the stock of a variant changed, newest first',
    access: 'seller',
    params: z.object({ shopId: idSchema, variantId: idSchema }),
    query: stockMovementQuerySchema,
    response: stockMovementPageSchema,
  },
  ({ ctx, actor, params, query }) => listStockMovements(ctx, actor, params, query),
)
