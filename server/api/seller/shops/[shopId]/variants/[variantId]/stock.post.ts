import { z } from 'zod'
import { changeStock, getInventoryItem } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { changeStockSchema, inventoryItemSchema } from '#shared/contracts/inventory'

export default defineRoute(
  {
    summary: 'Take a delivery in, write down what was counted, or say how the stock of a variant is looked after',
    access: 'seller',
    params: z.object({ shopId: idSchema, variantId: idSchema }),
    body: changeStockSchema,
    response: inventoryItemSchema,
  },
  async ({ ctx, actor, params: { shopId, variantId }, body }) => {
    await changeStock(ctx, actor, shopId, variantId, body)
    return getInventoryItem(ctx, actor, shopId, variantId)
  },
)
