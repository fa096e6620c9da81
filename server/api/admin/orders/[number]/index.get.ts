import { z } from 'zod'
import { getAdminOrderGroup } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { adminOrderGroupSchema, groupNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'An order group with its payment and what each shop earns of it',
    access: 'admin',
    params: z.object({ number: groupNumberSchema }),
    response: adminOrderGroupSchema,
  },
  ({ ctx, actor, params }) => getAdminOrderGroup(ctx, actor, params.number),
)
