import { z } from 'zod'
import { getProductForEditing, saveProduct } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productForEditingSchema, saveProductSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'Save a product with its variants, stock and pictures',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    body: saveProductSchema,
    maxBodyBytes: 500_000,
    response: productForEditingSchema,
  },
  async ({ ctx, actor, params: { shopId, productId }, body }) => {
    await saveProduct(ctx, actor, productId, body.product, { shopId, version: body.version })
    return getProductForEditing(ctx, actor, shopId, productId)
  },
)
