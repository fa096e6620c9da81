import { z } from 'zod'
import { acceptInvitation } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { invitationTokenSchema, invitationViewSchema } from '#shared/contracts/shop-members'

export default defineRoute(
  {
    summary: 'Accept a mailed invitation',
    access: 'user',
    params: z.object({ token: invitationTokenSchema }),
    response: invitationViewSchema,
    limits: [{ name: 'invitation', max: 60, windowSeconds: 15 * 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => acceptInvitation(ctx, actor, params.token),
)
