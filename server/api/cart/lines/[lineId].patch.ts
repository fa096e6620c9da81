import { z } from 'zod'
import { changeCartLine } from '#server/domains/cart'
import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema, changeCartLineSchema } from '#shared/contracts/cart'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Change how many of a line are wanted; answers with the cart',
    access: 'public',
    params: z.object({ lineId: idSchema }),
    query: cartQuerySchema,
    body: changeCartLineSchema,
    response: cartViewSchema,
  },
  async ({ ctx, actor, params, query, body }) => {
    await changeCartLine(ctx, actor, params.lineId, body)
    return presentCart(await quoteCart(ctx, actor, query))
  },
)
