import { presentCart, quoteCart } from '#server/domains/pricing'
import { defineRoute } from '#server/http/define-route'
import { quoteRequestSchema, quoteSchema } from '#shared/contracts/checkout'

export default defineRoute(
  {
    summary: 'What the cart would cost, sent to a country in chosen ways',
    access: 'public',
    body: quoteRequestSchema,
    response: quoteSchema,
  },
  async ({ ctx, actor, body }) => ({ ...presentCart(await quoteCart(ctx, actor, body)), payments: ctx.gateway.name }),
)
