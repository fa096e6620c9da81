import { z } from 'zod'
import { filterOfQuery, getCategory, listAndCountProducts } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { categoryPathSchema, categoryViewSchema, listQuerySchema } from '#shared/contracts/catalog'

export default defineRoute(
  {
    summary: 'A category with one page of its products',
    access: 'public',
    params: z.object({ path: categoryPathSchema }),
    query: listQuerySchema,
    response: categoryViewSchema,
  },
  async ({ ctx, params, query }) => {
    const category = await getCategory(ctx, params.path)
    addTags(pageTag.category(category.path), pageTag.categories, pageTag.prices)
    const filter = { ...(await filterOfQuery(ctx, query)), categoryPath: category.path }
    return { ...category, products: await listAndCountProducts(ctx, filter, query) }
  },
)
