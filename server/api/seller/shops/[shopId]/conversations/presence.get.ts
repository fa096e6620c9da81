import { z } from 'zod'
import { listPresence } from '#server/domains/chat'
import { defineRoute } from '#server/http/define-route'
import { presenceListSchema, presenceQuerySchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Whether the shoppers are there who write with the shop',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    query: presenceQuerySchema,
    response: presenceListSchema,
  },
  async ({ ctx, actor, params, query }) => ({ items: await listPresence(ctx, actor, params, query.conversations) }),
)
