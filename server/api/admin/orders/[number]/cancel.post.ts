import { z } from 'zod'
import { cancelAnyOrder, getAdminOrderGroup, groupNumberOf } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { oncePerKey } from '#server/http/idempotency-key'
import { cancelShopOrderSchema } from '#shared/contracts/order-changes'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Cancel what has not left of an order, with the reason in `note`; needs the header Idempotency-Key; answers with its group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema }),
    body: cancelShopOrderSchema,
    response: adminOrderGroupSchema,
  },
  async (request) => {
    const { ctx, actor, params, body } = request
    await oncePerKey(request, (ctx) => cancelAnyOrder(ctx, actor, params.number, body))
    return getAdminOrderGroup(ctx, actor, groupNumberOf(params.number))
  },
)
