import { z } from 'zod'
import { putBackIntoCart } from '#server/domains/cart'
import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Put a saved line into the cart again; answers with the cart',
    access: 'public',
    params: z.object({ lineId: idSchema }),
    query: cartQuerySchema,
    response: cartViewSchema,
  },
  async ({ ctx, actor, params, query }) => {
    await putBackIntoCart(ctx, actor, params.lineId)
    return presentCart(await quoteCart(ctx, actor, query))
  },
)
