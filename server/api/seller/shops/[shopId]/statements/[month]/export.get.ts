import { z } from 'zod'
import { exportStatement } from '#server/domains/payouts'
import { defineRoute } from '#server/http/define-route'
import { statementCsv } from '#server/http/statement-csv'
import { idSchema } from '#shared/contracts/common'
import { monthSchema } from '#shared/contracts/shop-money'

export default defineRoute(
  {
    summary: 'The statement of a month as a CSV file',
    access: 'seller',
    params: z.object({ shopId: idSchema, month: monthSchema }),
    download: { types: ['text/csv; charset=utf-8'] },
  },
  async ({ ctx, actor, params }) => ({
    bytes: statementCsv(await exportStatement(ctx, actor, params.shopId, params.month)),
    fileName: `statement-${params.month}.csv`,
  }),
)
