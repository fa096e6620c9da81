import { z } from 'zod'
import { saveForLater } from '#server/domains/cart'
import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Save a line of the cart for later; answers with the cart',
    access: 'public',
    params: z.object({ lineId: idSchema }),
    query: cartQuerySchema,
    response: cartViewSchema,
  },
  async ({ ctx, actor, params, query }) => {
    await saveForLater(ctx, actor, params.lineId)
    return presentCart(await quoteCart(ctx, actor, query))
  },
)
