import { z } from 'zod'
import { getAdminOrderGroup, groupNumberOf, refundAnyOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { requireIdempotencyKey } from '#server/http/idempotency-key'
import { refundOrderSchema } from '#shared/contracts/order-changes'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Send money back for an order, with the reason in `note`; needs the header Idempotency-Key; answers with its group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema }),
    body: refundOrderSchema,
    response: adminOrderGroupSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body, event }) => {
    await refundAnyOrder(ctx, actor, params.number, requireIdempotencyKey(event), body)
    return getAdminOrderGroup(ctx, actor, groupNumberOf(params.number))
  },
)
