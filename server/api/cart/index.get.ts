import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'

export default defineRoute(
  { summary: 'The cart, split by shop', access: 'public', query: cartQuerySchema, response: cartViewSchema },
  async ({ ctx, actor, query }) => presentCart(await quoteCart(ctx, actor, query)),
)
