import { z } from 'zod'
import { listTaxRates, removeTaxRate } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { taxRatesSchema } from '#shared/contracts/tax-rates'

export default defineRoute(
  {
    summary: 'Take back a tax rate that has not begun',
    access: 'admin',
    params: z.object({ rateId: idSchema }),
    response: taxRatesSchema,
  },
  async ({ ctx, actor, params }) => {
    await removeTaxRate(ctx, actor, params.rateId)
    return listTaxRates(ctx, actor)
  },
)
