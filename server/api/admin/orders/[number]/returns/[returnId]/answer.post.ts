import { z } from 'zod'
import { getAdminOrderGroup, groupNumberOf, answerAnyReturn } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { adminOrderGroupSchema, orderNumberSchema } from '#shared/contracts/orders'
import { answerReturnSchema } from '#shared/contracts/returns'

export default defineRoute(
  {
    summary: 'Decide for a shop whether something is taken back, with the reason in `note`; answers with the group',
    access: 'admin',
    params: z.object({ number: orderNumberSchema, returnId: idSchema }),
    body: answerReturnSchema,
    response: adminOrderGroupSchema,
  },
  async ({ ctx, actor, params: { number, returnId }, body }) => {
    await answerAnyReturn(ctx, actor, number, returnId, body)
    return getAdminOrderGroup(ctx, actor, groupNumberOf(number))
  },
)
