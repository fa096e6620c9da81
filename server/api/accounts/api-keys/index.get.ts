import { listApiKeys } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { apiKeyListSchema } from '#shared/contracts/api-access'

export default defineRoute(
  { summary: "One's own API keys, without the keys themselves", access: 'user', response: apiKeyListSchema },
  async ({ ctx, actor }) => ({ items: await listApiKeys(ctx, actor) }),
)
