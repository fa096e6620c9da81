import { z } from 'zod'
import { removeCartLine } from '#server/domains/cart'
import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Take a line out of the cart; answers with the cart',
    access: 'public',
    params: z.object({ lineId: idSchema }),
    query: cartQuerySchema,
    response: cartViewSchema,
  },
  async ({ ctx, actor, params, query }) => {
    await removeCartLine(ctx, actor, params.lineId)
    return presentCart(await quoteCart(ctx, actor, query))
  },
)
