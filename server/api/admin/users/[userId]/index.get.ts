import { z } from 'zod'
import { getUser, presentUser } from '#server/domains/accounts'
import { listShopsOfUser } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { userDetailSchema } from '#shared/contracts/accounts'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  { summary: 'One user', access: 'moderator', params: z.object({ userId: idSchema }), response: userDetailSchema },
  async ({ ctx, actor, params }) => {
    const { user, sessionCount } = await getUser(ctx, actor, params.userId)
    const shops = await listShopsOfUser(ctx, user.id)
    return { ...presentUser(user), emailVerifiedAt: user.emailVerifiedAt?.toISOString() ?? null, sessionCount, shops }
  },
)
