import { z } from 'zod'
import { deleteCategory, listAdminCategories } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema } from '#shared/contracts/admin-categories'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Delete a category that holds nothing',
    access: 'admin',
    params: z.object({ categoryId: idSchema }),
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, params }) => {
    await deleteCategory(ctx, actor, params.categoryId)
    return listAdminCategories(ctx, actor)
  },
)
