import { getCategoryTree } from '#server/domains/catalog'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { categoryTreeSchema } from '#shared/contracts/catalog'

export default defineRoute(
  { summary: 'The top two levels of the category tree', access: 'public', response: categoryTreeSchema },
  ({ ctx }) => {
    addTags(pageTag.categories)
    return getCategoryTree(ctx)
  },
)
