import { z } from 'zod'
import { getDocument } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderGroupQuerySchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'An invoice or a credit note of an order as PDF, for its buyer or by the key of the link in the mail',
    access: 'public',
    params: z.object({ number: orderNumberSchema, documentId: idSchema }),
    query: orderGroupQuerySchema,
    download: { types: ['application/pdf'] },
    limits: [{ name: 'order-documents', max: 30, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, query }) => getDocument(ctx, actor, params.number, query.key ?? null, params.documentId),
)
