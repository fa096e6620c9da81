import { createCategory } from '#server/domains/catalog'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { demoShops } from './catalogue'
import { CATEGORIES, type CategoryPath } from './catalogue/categories'
import { drawCategoryPicture } from './pictures/draw-shop'
import { shopStyles } from './pictures/shop-style'
import { storeDrawing } from './store-drawing'

const THINGS_IN_A_PICTURE = 3

/** Makes the tree, each category with a picture of what lies in it. */
export async function seedCategories(ctx: Context): Promise<Map<CategoryPath, string>> {
  const ids = new Map<CategoryPath, string>()
  for (const [position, { slug, name, description, children }] of CATEGORIES.entries()) {
    const imageFileId = await storePictureOf(ctx, slug)
    const top = await createCategory(ctx, systemActor, { name, slug, description, position, imageFileId })

    for (const [place, child] of children.entries()) {
      const path = `${slug}/${child.slug}` as CategoryPath
      const face = await storePictureOf(ctx, path)
      const { id } = await createCategory(ctx, systemActor, { ...child, parentId: top.id, position: place, imageFileId: face })
      ids.set(path, id)
    }
  }
  return ids
}

/** A few different things of a category, before the colours of the shop that has the first of them. */
async function storePictureOf(ctx: Context, path: string): Promise<string | null> {
  const inside = demoShops.flatMap((shop) => shop.products.map((product) => ({ shop: shop.slug, ...product })))
  const oneOfEach = new Map(
    inside.filter(({ category }) => `${category}/`.startsWith(`${path}/`)).map((product) => [product.picture.object, product]),
  )
  const [first, ...others] = oneOfEach.values()
  if (!first) return null

  const { wall, floor, accent } = shopStyles[first.shop]!.palettes[0]!
  const display = [first, ...others].slice(0, THINGS_IN_A_PICTURE).map(({ picture }) => picture)
  const drawing = drawCategoryPicture(path, display, { wall, floor, accent })
  return (await storeDrawing(ctx, drawing, { purpose: 'category_image', ownerId: null })).id
}
