import { z } from 'zod'
import { exportProducts } from '#server/domains/imports'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Every product of a shop as CSV',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    download: { type: 'text/csv; charset=utf-8' },
    limits: [{ max: 20, windowSeconds: 600, by: 'actor' }],
  },
  async ({ ctx, actor, params }) => {
    const pieces = await exportProducts(ctx, actor, params.shopId)
    return { bytes: ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()), fileName: 'products.csv' }
  },
)
