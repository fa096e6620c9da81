import { z } from 'zod'
import { listOfferChoices } from '#server/domains/offers'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { offerChoiceQuerySchema, offerChoicesSchema } from '#shared/contracts/offers'

export default defineRoute(
  {
    summary: 'What a price can be offered for in a conversation of the shop: what is spoken of first',
    access: 'seller',
    params: z.object({ shopId: idSchema, conversationId: idSchema }),
    query: offerChoiceQuerySchema,
    response: offerChoicesSchema,
  },
  ({ ctx, actor, params, query }) => listOfferChoices(ctx, actor, params, query),
)
