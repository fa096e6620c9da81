import { createCategory, listAdminCategories } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema, newCategorySchema } from '#shared/contracts/admin-categories'

/** Behind any sibling; a move counts them anew. */
const LAST = 1_000_000

export default defineRoute(
  {
    summary: 'Add a category at the end of its siblings',
    access: 'admin',
    body: newCategorySchema,
    status: 201,
    response: adminCategoriesSchema,
  },
  async ({ ctx, actor, body }) => {
    await createCategory(ctx, actor, { ...body, position: LAST })
    return listAdminCategories(ctx, actor)
  },
)
