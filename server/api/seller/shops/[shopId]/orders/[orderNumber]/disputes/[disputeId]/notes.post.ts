import { z } from 'zod'
import { addDisputeNote, getShopOrder } from '#server/domains/orders'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { disputeNoteSchema } from '#shared/contracts/disputes'
import { orderNumberSchema, shopOrderViewSchema } from '#shared/contracts/orders'

export default defineRoute(
  {
    summary: 'Say what speaks for the shop while a payment is disputed; answers with the order',
    access: 'seller',
    params: z.object({ shopId: idSchema, orderNumber: orderNumberSchema, disputeId: idSchema }),
    body: disputeNoteSchema,
    response: shopOrderViewSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body }) => {
    const { shopId, orderNumber: number, disputeId: shareId } = params
    await addDisputeNote(ctx, actor, { shopId, number, shareId }, body)
    return getShopOrder(ctx, actor, shopId, number)
  },
)
