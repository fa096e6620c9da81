import { listAdminCategories } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { adminCategoriesSchema } from '#shared/contracts/admin-categories'

export default defineRoute(
  { summary: 'The whole tree of categories with all that can be changed of it', access: 'admin', response: adminCategoriesSchema },
  ({ ctx, actor }) => listAdminCategories(ctx, actor),
)
