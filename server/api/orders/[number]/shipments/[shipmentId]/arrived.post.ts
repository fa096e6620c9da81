import { z } from 'zod'
import { confirmArrival, getOrderGroup, groupNumberOf } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { orderGroupQuerySchema, orderGroupViewSchema, orderNumberSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Say that a parcel has arrived, as its buyer or by the key of the link; answers with the order group',
    access: 'public',
    params: z.object({ number: orderNumberSchema, shipmentId: idSchema }),
    query: orderGroupQuerySchema,
    response: orderGroupViewSchema,
    limits: [{ name: 'order-group', max: 120, windowSeconds: 60, by: 'actor' }],
  },
  async ({ ctx, actor, params, query }) => {
    await confirmArrival(ctx, actor, params.number, query.key ?? null, params.shipmentId)
    return getOrderGroup(ctx, actor, groupNumberOf(params.number), query.key ?? null)
  },
)
