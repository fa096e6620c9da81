import { z } from 'zod'
import { changeMemberRole } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { memberRoleChangeSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  {
    summary: 'Give a member another role',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema, userId: idSchema }),
    body: memberRoleChangeSchema,
  },
  ({ ctx, actor, params, body }) => changeMemberRole(ctx, actor, params.shopId, params.userId, body.role),
)
