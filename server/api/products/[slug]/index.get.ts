import { z } from 'zod'
import { getProduct, relatedProducts } from '#server/domains/catalog'
import { boughtTogether } from '#server/domains/orders'
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
    addTags(pageTag.product(product.id), pageTag.shop(product.shopId), pageTag.categories, pageTag.prices)

    const [reviews, together] = await Promise.all([summariseReviews(ctx, product.id), boughtTogether(ctx, product.id)])
    const related = await relatedProducts(ctx, { id: product.id, categoryPath: product.breadcrumbs.at(-1)?.path }, together)
    addTags(...related.map(({ slug }) => pageTag.card(slug)))
    return { ...product, ...reviews, related }
  },
)
