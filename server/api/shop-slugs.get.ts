import { findShopSlug } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { shopSlugAnswerSchema, shopSlugQuerySchema } from '#shared/contracts/shop-settings'

export default defineRoute(
  { summary: 'Whether an address for a shop is free', access: 'user', query: shopSlugQuerySchema, response: shopSlugAnswerSchema },
  ({ ctx, query }) => findShopSlug(ctx, query.wished),
)
