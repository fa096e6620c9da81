import { getRequestHeader } from 'h3'
import { exchangeRefreshToken } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { apiTokensSchema, refreshTokensSchema } from '#shared/contracts/api-access'

export default defineRoute(
  {
    summary: 'Exchange a refresh token for the next two tokens',
    access: 'public',
    body: refreshTokensSchema,
    response: apiTokensSchema,
    limits: [{ name: 'refresh', max: 120, windowSeconds: 60, by: 'address' }],
  },
  ({ ctx, actor, body, event }) => exchangeRefreshToken(ctx, actor, body.refreshToken, getRequestHeader(event, 'user-agent') ?? null),
)
