import { z } from 'zod'
import { getInvitation } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { invitationTokenSchema, invitationViewSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  {
    summary: 'What a mailed invitation is to',
    access: 'user',
    params: z.object({ token: invitationTokenSchema }),
    response: invitationViewSchema,
    limits: [{ name: 'invitation', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => getInvitation(ctx, actor, params.token),
)
