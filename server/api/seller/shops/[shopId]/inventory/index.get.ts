import { z } from 'zod'
import { listInventory } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { inventoryPageSchema, inventoryQuerySchema } from '#shared/contracts/inventory'

export default defineRoute(
  {
    summary: 'What a shop has of each variant, by title',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: inventoryQuerySchema,
    response: inventoryPageSchema,
  },
  ({ ctx, actor, params, query }) => listInventory(ctx, actor, params.shopId, query),
)
