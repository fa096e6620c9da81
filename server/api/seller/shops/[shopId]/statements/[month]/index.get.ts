import { z } from 'zod'
import { getStatement } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { monthSchema, statementSchema } from '#shared/contracts/shop-money'

export default defineRoute(
  {
    summary: 'What the shop’s balance of a month is made of',
    access: 'seller',
    params: z.object({ shopId: idSchema, month: monthSchema }),
    response: statementSchema,
  },
  ({ ctx, actor, params }) => getStatement(ctx, actor, params.shopId, params.month),
)
