import { z } from 'zod'
import { closeShopWithoutOrders } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  { summary: 'Close a shop for good', access: 'seller', scope: 'closed', params: z.object({ shopId: idSchema }) },
  async ({ ctx, actor, params }) => void (await closeShopWithoutOrders(ctx, actor, params.shopId)),
)
