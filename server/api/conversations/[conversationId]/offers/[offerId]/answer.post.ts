import { z } from 'zod'
import { answerOffer } from '#server/domains/offers'
import { defineRoute } from '#server/http/define-route'
import { messageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { answerOfferSchema } from '#shared/contracts/offers'

export default defineRoute(
  {
    summary:
      'Accept, decline, counter or withdraw an offer in a conversation of one’s own; answers with it, or with the one that counters it',
    access: 'user',
    params: z.object({ conversationId: idSchema, offerId: idSchema }),
    body: answerOfferSchema,
    response: messageSchema,
  },
  ({ ctx, actor, params: { offerId, ...way }, body }) => answerOffer(ctx, actor, { ...way, shopId: null }, offerId, body),
)
