import { z } from 'zod'
import { getProductForEditing } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { productForEditingSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'All that is to say of a product of the shop, in whatever state',
    access: 'seller',
    params: z.object({ shopId: idSchema, productId: idSchema }),
    response: productForEditingSchema,
  },
  ({ ctx, actor, params }) => getProductForEditing(ctx, actor, params.shopId, params.productId),
)
