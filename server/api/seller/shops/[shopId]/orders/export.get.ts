import { z } from 'zod'
import { exportShopOrders } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { ordersCsv } from '#server/http/orders-csv'
import { idSchema } from '#shared/contracts/common'
import { shopOrderExportQuerySchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Orders as a CSV file: those that are named, else those of the list',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: shopOrderExportQuerySchema,
    download: { types: ['text/csv; charset=utf-8'] },
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
  },
  async ({ ctx, actor, params, query }) => ({
    bytes: ordersCsv(await exportShopOrders(ctx, actor, params.shopId, query)),
    fileName: `orders-${ctx.now.toISOString().slice(0, 10)}.csv`,
  }),
)
