import { z } from 'zod'
import { getAdminOrderGroup, groupNumberOf, receiveAnyReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'
import { receiveReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Say for a shop that a return has come, with the reason in `note`; answers with the group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema, returnId: idSchema }),
    body: receiveReturnSchema,
    response: adminOrderGroupSchema,
  },
  async ({ ctx, actor, params: { number, returnId }, body }) => {
    await receiveAnyReturn(ctx, actor, number, returnId, body.note)
    return getAdminOrderGroup(ctx, actor, groupNumberOf(number))
  },
)
