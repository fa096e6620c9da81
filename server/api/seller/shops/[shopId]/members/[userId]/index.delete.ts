import { z } from 'zod'
import { removeMember } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Let somebody act for a shop no more, or leave it',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema, userId: idSchema }),
  },
  ({ ctx, actor, params }) => removeMember(ctx, actor, params.shopId, params.userId),
)
