import { cardsOf } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { productCardListSchema, productCardsQuerySchema } from '#shared/contracts/catalog'

export default defineRoute(
  {
    summary: 'Products by their addresses, in that order; those that are not for sale any more are left out',
    access: 'public',
    query: productCardsQuerySchema,
    response: productCardListSchema,
  },
  async ({ ctx, query }) => ({ items: await cardsOf(ctx, query.slugs) }),
)
