import { changeProfile } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { profileChangeSchema, profileSchema } from '#shared/contracts/profile'

export default defineRoute(
  { summary: 'Change your profile', access: 'user', scope: 'account:write', body: profileChangeSchema, response: profileSchema },
  ({ ctx, actor, body }) => changeProfile(ctx, actor, body),
)
