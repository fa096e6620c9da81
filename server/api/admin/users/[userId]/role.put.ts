import { z } from 'zod'
import { presentUser, setUserRole } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { userListItemSchema, userRoleChangeSchema } from '#shared/contracts/accounts'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Give somebody another role in the marketplace',
    access: 'admin',
    params: z.object({ userId: idSchema }),
    body: userRoleChangeSchema,
    response: userListItemSchema,
  },
  async ({ ctx, actor, params, body }) => presentUser(await setUserRole(ctx, actor, params.userId, body)),
)
