import { getCategoryTree, homeShelves } from '#server/domains/catalog'
import { listFeaturedShops } from '#server/domains/shops'
import { defineRoute } from '#server/http/define-route'
import { addTags } from '#server/http/page-cache'
import { pageTag } from '#server/platform/cache/page-tags'
import { homeViewSchema } from '#shared/contracts/catalog'

const SHOPS = 8

export default defineRoute({ summary: 'What the home page shows', access: 'public', response: homeViewSchema }, async ({ ctx }) => {
  addTags(pageTag.home, pageTag.categories, pageTag.prices)
  const [shelves, tree, shops] = await Promise.all([homeShelves(ctx), getCategoryTree(ctx), listFeaturedShops(ctx, SHOPS)])
  return { ...shelves, categories: tree.items, shops }
})
