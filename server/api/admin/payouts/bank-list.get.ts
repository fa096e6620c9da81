import { bankList } from '#server/domains/payouts'
import { bankListCsv } from '#server/http/bank-list-csv'
import { defineRoute } from '#server/http/define-route'
import { bankListQuerySchema } from '#shared/contracts/payouts'

export default defineRoute(
  {
    summary: 'The transfers to make at the bank as a CSV file',
    access: 'admin',
    query: bankListQuerySchema,
    download: { types: ['text/csv; charset=utf-8'] },
  },
  async ({ ctx, actor, query }) => ({
    bytes: bankListCsv(await bankList(ctx, actor, query.numbers)),
    fileName: `payouts-${ctx.now.toISOString().slice(0, 10)}.csv`,
  }),
)
