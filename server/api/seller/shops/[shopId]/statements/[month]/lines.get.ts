import { z } from 'zod'
import { listStatementLines } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { monthSchema, statementLinePageSchema, statementLineQuerySchema } from '#shared/contracts/shop-money'

export default defineRoute(
  {
    summary: 'What changed the shop’s balance in a month, in order',
    access: 'seller',
    params: z.object({ shopId: idSchema, month: monthSchema }),
    query: statementLineQuerySchema,
    response: statementLinePageSchema,
  },
  ({ ctx, actor, params, query }) => listStatementLines(ctx, actor, params.shopId, params.month, query.cursor ?? null),
)
