import { z } from 'zod'
import { listCategoryChoices } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { idSchema } from '#shared/contracts/common'
import { categoryChoicesSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'Every category that a product of the shop can be put into, with what each asks of its products',
    access: 'seller',
    params: z.object({ shopId: idSchema }),
    response: categoryChoicesSchema,
  },
  async ({ ctx, actor, params }) => ({ items: await listCategoryChoices(ctx, actor, params.shopId) }),
)
