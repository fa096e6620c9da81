import { eq } from 'drizzle-orm'
import { checkouts, files, orderGroups, orderLines, orders, productImages, users, type shops } from '#db/schema'
import {
  bulkEditProducts,
  createCategory,
  createProduct,
  publishProduct,
  saveProduct,
  type CategoryRow,
  type CreatedProduct,
} from '#server/domains/catalog'
import { createShop, setShopStatus } from '#server/domains/shops'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { CheckoutSnapshot } from '#shared/contracts/checkout'
import type { ProductInput } from '#shared/contracts/product-editor'
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
    await ctx.db
      .insert(users)
      .values({ id: userId, email: `${userId}@example.org`, name, passwordHash: 'none', emailVerifiedAt: new Date() })
    return { ...visitor({ role: 'member', name, email: `${userId}@example.org`, emailVerified: true }), userId }
  }

  /** A shop that sells. */
  async function shop(over: Partial<CreateShop> = {}): Promise<MadeShop> {
    const owner = await person()
    const { id } = await createShop(ctx, owner, owner.userId, { name: `Shop ${++made}`, country: 'DE', ...over })
    return { row: await setShopStatus(ctx, systemActor, id, 'active'), owner }
  }

  const category = (name = `Category ${++made}`, parent?: CategoryRow): Promise<CategoryRow> =>
    createCategory(ctx, systemActor, { name, parentId: parent?.id ?? null })

  function draft(seller: MadeShop, over: Partial<ProductInput> = {}): Promise<CreatedProduct> {
    const sku = `SKU-${++made}`
    return createProduct(ctx, seller.owner, seller.row.id, {
      title: `Product ${made}`,
      variants: [{ sku, priceMinor: 1000, onHand: 10 }],
      ...over,
    })
  }

  /** A product that is for sale; without a category it gets one of its own. */
  async function product(seller: MadeShop, over: Partial<ProductInput> = {}): Promise<CreatedProduct> {
    const { id } = over.categoryId ? { id: over.categoryId } : await category()
    const { product, variants } = await draft(seller, { ...over, categoryId: id })
    return { product: await publishProduct(ctx, systemActor, product.id), variants }
  }

  /** Gives a product another title and address, all else as it was made. */
  const rename = (seller: MadeShop, { product, variants }: CreatedProduct, to: { title: string; slug: string }) =>
    saveProduct(ctx, seller.owner, product.id, {
      ...to,
      categoryId: product.categoryId,
      variants: variants.map(({ sku, priceMinor }) => ({ sku, priceMinor })),
    })

  /** Makes every variant of a product cost so much. */
  async function reprice(seller: MadeShop, productId: string, priceMinor: number): Promise<void> {
    const change = { kind: 'set_price', priceMinor } as const
    await bulkEditProducts(ctx, seller.owner, seller.row.id, ctx.newId(), { productIds: [productId], change })
  }

  /** A picture of a product, by its row alone: no bytes. */
  async function picture(made: CreatedProduct, size: { width: number; height: number } = { width: 1200, height: 900 }): Promise<void> {
    const { id: productId, shopId } = made.product
    const id = ctx.newId()
    const file = { id, ownerId: shopId, key: `files/${id}`, contentType: 'image/webp', sizeBytes: 1, sha256: id, ...size }
    await ctx.db.insert(files).values({ ...file, purpose: 'product_image', status: 'ready' })
    const position = await ctx.db.$count(productImages, eq(productImages.productId, productId))
    await ctx.db.insert(productImages).values({ productId, position, fileId: id })
  }

  /** A draft in which nothing is missing. */
  async function complete(seller: MadeShop, over: Partial<ProductInput> = {}): Promise<CreatedProduct> {
    const categoryId = over.categoryId ?? (await category()).id
    const made = await draft(seller, { description: `<p>${'A bowl that is turned by hand. '.repeat(3)}</p>`, ...over, categoryId })
    await picture(made)
    return made
  }

  /** A line of an order that was paid; nothing of it has been sent unless told. */
  async function purchase(
    buyer: Actor,
    bought: CreatedProduct,
    over: { shippedQuantity?: number; quantity?: number } = {},
  ): Promise<string> {
    const { quantity = 1, shippedQuantity = 0 } = over
    const [variant] = bought.variants
    const { shopId, priceMinor, currency } = variant!
    const [checkoutId, groupId, orderId, lineId] = [ctx.newId(), ctx.newId(), ctx.newId(), ctx.newId()]
    const address = { name: 'Ada', street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' }
    const totalMinor = priceMinor * quantity
    const shared = { totalMinor, currency, placedAt: ctx.now }
    const snapshot = {} as CheckoutSnapshot

    await ctx.db
      .insert(checkouts)
      .values({ id: checkoutId, cartId: ctx.newId(), snapshot, totalMinor, currency, status: 'completed', expiresAt: ctx.now })
    await ctx.db.insert(orderGroups).values({
      ...shared,
      id: groupId,
      number: groupId,
      checkoutId,
      userId: buyer.userId,
      email: 'ada@example.org',
      shippingAddress: address,
      billingAddress: address,
    })
    const fulfilmentStatus = shippedQuantity === 0 ? 'unfulfilled' : shippedQuantity < quantity ? 'partial' : 'shipped'
    const amounts = { itemsMinor: totalMinor, shippingMinor: 0, taxMinor: 0 }
    await ctx.db
      .insert(orders)
      .values({ ...shared, ...amounts, id: orderId, groupId, shopId, number: orderId, fulfilmentStatus, shippingMethod: 'Parcel' })
    await ctx.db.insert(orderLines).values({
      id: lineId,
      orderId,
      variantId: variant!.id,
      productId: bought.product.id,
      productSlug: bought.product.slug,
      title: bought.product.title,
      sku: variant!.sku,
      position: 0,
      unitPriceMinor: priceMinor,
      quantity,
      totalMinor,
      shippedQuantity,
    })
    return lineId
  }

  return { person, shop, category, draft, picture, complete, product, rename, reprice, purchase }
}
