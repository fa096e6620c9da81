import { z } from 'zod'
import { revokeInvitation } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Take an invitation back',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema, invitationId: idSchema }),
  },
  ({ ctx, actor, params }) => revokeInvitation(ctx, actor, params.shopId, params.invitationId),
)
