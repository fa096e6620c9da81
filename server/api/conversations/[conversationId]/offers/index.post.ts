import { z } from 'zod'
import { makeOffer } from '#server/domains/offers'
import { defineRoute } from '#server/http/define-route'
import { messageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { makeOfferSchema } from '#shared/contracts/offers'

export default defineRoute(
  {
    summary: 'Offer a price in a conversation of one’s own; sent again with the same client id, it is made once',
    access: 'user',
    params: z.object({ conversationId: idSchema }),
    body: makeOfferSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params, body }) => makeOffer(ctx, actor, { ...params, shopId: null }, body),
)
