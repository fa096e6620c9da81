import { removeAvatar } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { profileSchema } from '#shared/contracts/profile'

export default defineRoute(
  { summary: 'Show no picture of yourself', access: 'user', scope: 'account:write', response: profileSchema },
  ({ ctx, actor }) => removeAvatar(ctx, actor),
)
