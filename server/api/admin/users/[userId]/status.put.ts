import { z } from 'zod'
import { presentUser, setUserStatus } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { userListItemSchema, userStatusChangeSchema } from '#shared/contracts/accounts'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Disable an account, or let it in again',
    access: 'admin',
    params: z.object({ userId: idSchema }),
    body: userStatusChangeSchema,
    response: userListItemSchema,
  },
  async ({ ctx, actor, params, body }) => presentUser(await setUserStatus(ctx, actor, params.userId, body)),
)
