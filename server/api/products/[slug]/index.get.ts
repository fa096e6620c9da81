import { z } from 'zod'
import { getProduct, relatedProducts } from '#server/domains/catalog'
import { summariseReviews } from '#server/domains/reviews'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { productViewSchema } from '#shared/contracts/catalog'
import { slugSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Everything the page of a product shows',
    access: 'public',
    params: z.object({ slug: slugSchema }),
    response: productViewSchema,
  },
  async ({ ctx, params }) => {
    const product = await getProduct(ctx, params.slug)
    addTags(pageTag.product(product.id), pageTag.shop(product.shopId), pageTag.categories)

    const [reviews, related] = await Promise.all([
      summariseReviews(ctx, product.id),
      relatedProducts(ctx, product.id, product.breadcrumbs.at(-1)?.path),
    ])
    return { ...product, ...reviews, related }
  },
)
