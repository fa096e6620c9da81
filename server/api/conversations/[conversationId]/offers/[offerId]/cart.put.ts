import { z } from 'zod'
import { putOfferIntoCart } from '#server/domains/offers'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Put what was agreed in a conversation of one’s own back into one’s cart',
    access: 'user',
    params: z.object({ conversationId: idSchema, offerId: idSchema }),
  },
  ({ ctx, actor, params: { offerId, ...way } }) => putOfferIntoCart(ctx, actor, { ...way, shopId: null }, offerId),
)
