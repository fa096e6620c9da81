import { z } from 'zod'
import { revokeApiKey } from '#server/domains/accounts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  { summary: 'Revoke an API key', access: 'user', params: z.object({ keyId: idSchema }) },
  ({ ctx, actor, params }) => revokeApiKey(ctx, actor, params.keyId),
)
