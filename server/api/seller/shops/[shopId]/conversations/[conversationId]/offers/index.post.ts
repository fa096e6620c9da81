import { z } from 'zod'
import { makeOffer } from '#server/domains/offers'
import { defineRoute } from '#server/http/define-route'
import { messageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { makeOfferSchema } from '#shared/contracts/offers'

export default defineRoute(
  {
    summary: 'Offer a price in a conversation of the shop; sent again with the same client id, it is made once',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    body: makeOfferSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params, body }) => makeOffer(ctx, actor, params, body),
)
