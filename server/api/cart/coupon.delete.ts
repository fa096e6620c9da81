import { presentCart, removeCartCoupon } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { cartQuerySchema, cartViewSchema } from '#shared/contracts/cart'

export default defineRoute(
  { summary: 'Take the coupon off the cart; answers with the cart', access: 'public', query: cartQuerySchema, response: cartViewSchema },
  async ({ ctx, actor, query }) => presentCart(await removeCartCoupon(ctx, actor, query)),
)
