import { z } from 'zod'
import { exportInventory } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { inventoryCsv } from '#server/http/inventory-csv'
import { idSchema } from '#shared/contracts/common'
import { inventoryFilterSchema } from '#shared/contracts/inventory'

export default defineRoute(
  {
    summary: 'The inventory as a CSV file',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: inventoryFilterSchema,
    download: { types: ['text/csv; charset=utf-8'] },
  },
  async ({ ctx, actor, params, query }) => ({
    bytes: inventoryCsv(await exportInventory(ctx, actor, params.shopId, query)),
    fileName: 'inventory.csv',
  }),
)
