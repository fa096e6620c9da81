import { z } from 'zod'
import { listAdminCategories, moveCategory } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema, moveCategorySchema } from '#shared/contracts/admin-categories'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Put a category somewhere else in the tree, with all that is below it',
    access: 'admin',
    params: z.object({ categoryId: idSchema }),
    body: moveCategorySchema,
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await moveCategory(ctx, actor, params.categoryId, body)
    return listAdminCategories(ctx, actor)
  },
)
