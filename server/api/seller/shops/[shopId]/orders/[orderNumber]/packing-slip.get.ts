import { z } from 'zod'
import { getPackingSlip } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { packingSlipQuerySchema } from '#shared/contracts/order-documents'
import { orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'What lies in a parcel, or is still to be packed, as PDF without prices',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema }),
    query: packingSlipQuerySchema,
    download: { types: ['application/pdf'] },
    limits: [{ name: 'order-documents', max: 30, windowSeconds: 60, by: 'actor' }],
  },
  ({ ctx, actor, params, query }) => getPackingSlip(ctx, actor, params.shopId, params.orderNumber, query.shipment),
)
