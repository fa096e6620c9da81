import { revokeOtherSessions } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'

export default defineRoute({ summary: 'Sign out everywhere else', access: 'user' }, ({ ctx, actor }) => revokeOtherSessions(ctx, actor))
