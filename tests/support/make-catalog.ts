import { users, type shops } from '#db/schema'
import { createCategory, createProduct, publishProduct, type CategoryRow, type CreatedProduct } from '#server/domains/catalog'
import { createShop, setShopStatus } from '#server/domains/shops'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CreateProduct } from '#shared/contracts/catalog'
import type { CreateShop } from '#shared/contracts/shops'

export interface MadeShop {
  row: typeof shops.$inferSelect
  owner: Actor & { userId: string }
}

/** A catalogue made by the domains themselves, read model included: name only what the test is about. */
export function makeCatalog(ctx: Context) {
  let made = 0

  async function person(): Promise<Actor & { userId: string }> {
    const userId = ctx.newId()
    const name = `Person ${++made}`
    await ctx.db.insert(users).values({ id: userId, email: `${userId}@example.org`, name, passwordHash: 'none' })
    return { ...visitor({ role: 'member', name, email: `${userId}@example.org` }), userId }
  }

  /** A shop that sells. */
  async function shop(over: Partial<CreateShop> = {}): Promise<MadeShop> {
    const owner = await person()
    const { id } = await createShop(ctx, owner, owner.userId, { name: `Shop ${++made}`, country: 'DE', ...over })
    return { row: await setShopStatus(ctx, systemActor, id, 'active'), owner }
  }

  const category = (name = `Category ${++made}`, parent?: CategoryRow): Promise<CategoryRow> =>
    createCategory(ctx, systemActor, { name, parentId: parent?.id ?? null })

  function draft(seller: MadeShop, over: Partial<CreateProduct> = {}): Promise<CreatedProduct> {
    const sku = `SKU-${++made}`
    return createProduct(ctx, seller.owner, seller.row.id, {
      title: `Product ${made}`,
      variants: [{ sku, priceMinor: 1000, onHand: 10 }],
      ...over,
    })
  }

  /** A product that is for sale; without a category it gets one of its own. */
  async function product(seller: MadeShop, over: Partial<CreateProduct> = {}): Promise<CreatedProduct> {
    const { id } = over.categoryId ? { id: over.categoryId } : await category()
    const { product, variants } = await draft(seller, { ...over, categoryId: id })
    return { product: await publishProduct(ctx, systemActor, product.id), variants }
  }

  return { person, shop, category, draft, product }
}
