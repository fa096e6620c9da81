import { filterOfQuery, listProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { productPageSchema, productQuerySchema } from '#shared/contracts/catalog'

export default defineRoute(
  { summary: 'Products, page by page', access: 'public', query: productQuerySchema, response: productPageSchema },
  async ({ ctx, query }) => {
    addTags(query.category ? pageTag.category(query.category) : pageTag.products, pageTag.categories, pageTag.prices)
    return listProducts(ctx, { ...(await filterOfQuery(ctx, query)), categoryPath: query.category, shopSlug: query.shop }, query)
  },
)
