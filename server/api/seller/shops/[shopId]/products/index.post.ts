import { z } from 'zod'
import { createProduct, getProductForEditing } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productForEditingSchema, productInputSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'Add a product, as a draft',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    body: productInputSchema,
    maxBodyBytes: 500_000,
    response: productForEditingSchema,
    status: 201,
  },
  async ({ ctx, actor, params, body }) => {
    const { product } = await createProduct(ctx, actor, params.shopId, body)
    return getProductForEditing(ctx, actor, params.shopId, product.id)
  },
)
