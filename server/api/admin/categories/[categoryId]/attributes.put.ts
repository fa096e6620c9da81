import { z } from 'zod'
import { listAdminCategories, setCategoryAttributes } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema, categoryAttributesSchema } from '#shared/contracts/admin-categories'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Say what the products of a category are asked for, in order',
    access: 'admin',
    params: z.object({ categoryId: idSchema }),
    body: categoryAttributesSchema,
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await setCategoryAttributes(ctx, actor, params.categoryId, body)
    return listAdminCategories(ctx, actor)
  },
)
