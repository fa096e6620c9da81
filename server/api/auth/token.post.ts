import { getRequestHeader } from 'h3'
import { issueTokens } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { SIGN_IN_LIMITS } from '#server/http/sign-in-limits'
import { apiTokensSchema, newTokensSchema } from '#shared/contracts/api-access'

export default defineRoute(
  { summary: 'Sign a program in', access: 'public', body: newTokensSchema, response: apiTokensSchema, limits: SIGN_IN_LIMITS },
  ({ ctx, actor, body, event }) => issueTokens(ctx, actor, body, getRequestHeader(event, 'user-agent') ?? null),
)
