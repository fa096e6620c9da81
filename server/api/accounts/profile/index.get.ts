import { getProfile } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { profileSchema } from '#shared/contracts/profile'

export default defineRoute({ summary: 'Your profile', access: 'user', scope: 'account:read', response: profileSchema }, ({ ctx, actor }) =>
  getProfile(ctx, actor),
)
