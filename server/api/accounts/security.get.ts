import { getSecurity } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { securityViewSchema } from '#shared/contracts/second-factor'

export default defineRoute({ summary: 'How one’s account is secured', access: 'user', response: securityViewSchema }, ({ ctx, actor }) =>
  getSecurity(ctx, actor),
)
