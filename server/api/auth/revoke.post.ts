import { revokeTokens } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { refreshTokensSchema } from '#shared/contracts/api-access'

export default defineRoute(
  { summary: 'Sign a program out, by its refresh token', access: 'public', body: refreshTokensSchema },
  ({ ctx, body }) => revokeTokens(ctx, body.refreshToken),
)
