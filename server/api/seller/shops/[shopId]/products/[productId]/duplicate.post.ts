import { z } from 'zod'
import { duplicateProduct, getProductForEditing } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productForEditingSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'Make a draft that is a copy of a product, without stock',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    response: productForEditingSchema,
    status: 201,
  },
  async ({ ctx, actor, params: { shopId, productId } }) => {
    const { product } = await duplicateProduct(ctx, actor, shopId, productId)
    return getProductForEditing(ctx, actor, shopId, product.id)
  },
)
