import { z } from 'zod'
import { previewProduct, relatedProducts } from '#server/domains/catalog'
import { summariseReviews } from '#server/domains/reviews'
import { defineRoute } from '#server/http/define-route'
import { productViewSchema } from '#shared/contracts/catalog'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Everything the page of a product will show, also before it is live',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    response: productViewSchema,
  },
  async ({ ctx, actor, params }) => {
    const product = await previewProduct(ctx, actor, params.shopId, params.productId)
    const [reviews, related] = await Promise.all([
      summariseReviews(ctx, product.id),
      relatedProducts(ctx, { id: product.id, categoryPath: product.breadcrumbs.at(-1)?.path }),
    ])
    return { ...product, ...reviews, related }
  },
)
