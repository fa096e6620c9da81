import { z } from 'zod'
import { filterOfQuery, listAndCountProducts } from '#server/domains/catalog'
import { getShop } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { shopProductQuerySchema } from '#shared/contracts/catalog'
import { slugSchema } from '#shared/contracts/common'
import { shopViewSchema } from '#shared/contracts/shops'

export default defineRoute(
  {
    summary: 'A shop with one page of its products',
    access: 'public',
    params: z.object({ slug: slugSchema }),
    query: shopProductQuerySchema,
    response: shopViewSchema,
  },
  async ({ ctx, params, query }) => {
    const shop = await getShop(ctx, params.slug)
    addTags(pageTag.shop(shop.id), pageTag.shopProducts(shop.id), pageTag.prices)
    const filter = { ...(await filterOfQuery(ctx, query)), categoryPath: query.category, shopId: shop.id }
    return { ...shop, products: await listAndCountProducts(ctx, filter, query) }
  },
)
