import { filterOfQuery, listProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { productPageSchema, productQuerySchema } from '#shared/contracts/catalog'

export default defineRoute(
  { summary: 'Products, page by page', access: 'public', query: productQuerySchema, response: productPageSchema },
  ({ ctx, query }) => listProducts(ctx, { ...filterOfQuery(query), categoryPath: query.category, shopSlug: query.shop }, query),
)
