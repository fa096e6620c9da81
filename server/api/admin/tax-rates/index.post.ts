import { listTaxRates, setTaxRate } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { setTaxRateSchema, taxRatesSchema } from '#shared/contracts/tax-rates'

export default defineRoute(
  {
    summary: 'Set the tax of a country, or of a category there, from a moment on',
    access: 'admin',
    body: setTaxRateSchema,
    response: taxRatesSchema,
    status: 201,
  },
  async ({ ctx, actor, body }) => {
    await setTaxRate(ctx, actor, body)
    return listTaxRates(ctx, actor)
  },
)
