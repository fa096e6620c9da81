import { z } from 'zod'
import { resendInvitation } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { shopInvitationSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  {
    summary: 'Send an invitation anew',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema, invitationId: idSchema }),
    response: shopInvitationSchema,
    limits: [{ name: 'invite-member', max: 30, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => resendInvitation(ctx, actor, params.shopId, params.invitationId),
)
