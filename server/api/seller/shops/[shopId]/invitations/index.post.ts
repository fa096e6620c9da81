import { z } from 'zod'
import { inviteMember } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { inviteMemberSchema, shopInvitationSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  {
    summary: 'Ask somebody by mail to act for a shop',
    access: 'seller',
    scope: 'closed',
    params: z.object({ shopId: idSchema }),
    body: inviteMemberSchema,
    response: shopInvitationSchema,
    status: 201,
    limits: [{ name: 'invite-member', max: 30, windowSeconds: 60 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params, body }) => inviteMember(ctx, actor, params.shopId, body),
)
