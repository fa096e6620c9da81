import { listTaxRates } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { taxRatesSchema } from '#shared/contracts/tax-rates'

export default defineRoute({ summary: 'Tax by country and category', access: 'admin', response: taxRatesSchema }, ({ ctx, actor }) =>
  listTaxRates(ctx, actor),
)
