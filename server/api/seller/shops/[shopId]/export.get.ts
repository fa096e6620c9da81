import { z } from 'zod'
import { exportProducts } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { streamText } from '#server/http/stream-text'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Every product of a shop as CSV',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    download: { types: ['text/csv; charset=utf-8'] },
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
  },
  async ({ ctx, actor, params }) => ({ bytes: streamText(await exportProducts(ctx, actor, params.shopId)), fileName: 'products.csv' }),
)
