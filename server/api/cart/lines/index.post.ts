import { addToCart } from '#server/domains/cart'
import { withGuestKey } from '#server/http/actor'
import { defineRoute } from '#server/http/define-route'
import { addedToCartSchema, addToCartSchema } from '#shared/contracts/cart'

export default defineRoute(
  { summary: 'Put something into the cart', access: 'public', body: addToCartSchema, response: addedToCartSchema, status: 201 },
  ({ ctx, actor, body, event }) => addToCart(ctx, withGuestKey(event, ctx, actor), body),
)
