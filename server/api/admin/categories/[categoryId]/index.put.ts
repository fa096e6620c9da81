import { z } from 'zod'
import { changeCategory, listAdminCategories } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema, categoryDetailsSchema } from '#shared/contracts/admin-categories'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Change what a category is called, where it is found and how it is shown',
    access: 'admin',
    params: z.object({ categoryId: idSchema }),
    body: categoryDetailsSchema,
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await changeCategory(ctx, actor, params.categoryId, body)
    return listAdminCategories(ctx, actor)
  },
)
