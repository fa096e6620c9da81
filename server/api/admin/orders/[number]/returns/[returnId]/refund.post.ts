import { z } from 'zod'
import { getAdminOrderGroup, groupNumberOf, refundAnyReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'
import { refundReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Take something back for a shop and send its money back, with the reason in `note`; answers with the group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema, returnId: idSchema }),
    body: refundReturnSchema,
    response: adminOrderGroupSchema,
  },
  async ({ ctx, actor, params: { number, returnId }, body }) => {
    await refundAnyReturn(ctx, actor, number, returnId, body)
    return getAdminOrderGroup(ctx, actor, groupNumberOf(number))
  },
)
