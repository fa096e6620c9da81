import { z } from 'zod'
import { listAdminCategories, mergeCategory } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema, mergeCategorySchema } from '#shared/contracts/admin-categories'
import { idSchema } from '#shared/contracts/common'

export default defineRoute(
  {
    summary: 'Merge a category into another, to which its address leads from then on',
    access: 'admin',
    params: z.object({ categoryId: idSchema }),
    body: mergeCategorySchema,
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, params, body }) => {
    await mergeCategory(ctx, actor, params.categoryId, body.intoId)
    return listAdminCategories(ctx, actor)
  },
)
