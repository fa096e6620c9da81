import { listCategoryChoices } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { categoryChoicesSchema } from '#shared/contracts/product-editor'

export default defineRoute(
  {
    summary: 'Every category that a product can be put into, with what each asks of its products',
    access: 'user',
    response: categoryChoicesSchema,
  },
  async ({ ctx }) => ({ items: await listCategoryChoices(ctx) }),
)
