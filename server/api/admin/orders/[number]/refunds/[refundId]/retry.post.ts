import { z } from 'zod'
import { getAdminOrderGroup, groupNumberOf, retryRefund } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { retryRefundSchema } from '#shared/contracts/order-changes'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Send a refund again that did not go through; answers with its group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema, refundId: idSchema }),
    body: retryRefundSchema,
    response: adminOrderGroupSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await retryRefund(ctx, actor, params.number, params.refundId, body)
    return getAdminOrderGroup(ctx, actor, groupNumberOf(params.number))
  },
)
