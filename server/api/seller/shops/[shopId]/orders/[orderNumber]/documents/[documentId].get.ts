import { z } from 'zod'
import { getShopDocument } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'An invoice or a credit note of an order as PDF',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema, documentId: idSchema }),
    download: { types: ['application/pdf'] },
    limits: [{ name: 'order-documents', max: 30, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params }) => getShopDocument(ctx, actor, params.shopId, params.orderNumber, params.documentId),
)
