import { products, shopMembers, shops, stockLevels, stockMovements, users, variants } from '#db/schema'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { insertParcel } from './parcels'

type UserRow = typeof users.$inferSelect
type ShopRow = typeof shops.$inferSelect
type ProductRow = typeof products.$inferSelect
type VariantRow = typeof variants.$inferSelect

type NewShop = Partial<typeof shops.$inferInsert> & { owner?: Actor }
type NewProduct = Partial<typeof products.$inferInsert> & { shop?: ShopRow; priceMinor?: number; stock?: number; currency?: string }

export interface MadeProduct extends ProductRow {
  shop: ShopRow
  /** Its only one. */
  variant: VariantRow
}

/** Rows for a test: name only what the test is about, the rest is made up. */
export function make(ctx: Context) {
  /** An account; returned as the actor it is when signed in, a second factor shown where its role needs one. */
  async function user(over: Partial<UserRow> = {}): Promise<Actor & { userId: string }> {
    const id = ctx.newId()
    const [row] = await ctx.db
      .insert(users)
      .values({
        id,
        email: `${id}@example.org`,
        name: `Person ${id.slice(-4)}`,
        passwordHash: 'none',
        emailVerifiedAt: new Date(),
        ...over,
      })
      .returning()
    const { role, name, email, emailVerifiedAt } = row!
    return { ...visitor(), userId: id, role, name, email, emailVerified: emailVerifiedAt !== null, twoFactor: role !== 'member' }
  }

  /** A shop that sells, with one way of shipping to Germany and Austria; `owner` owns it. */
  async function shop({ owner, ...over }: NewShop = {}): Promise<ShopRow> {
    const id = ctx.newId()
    const [row] = await ctx.db
      .insert(shops)
      .values({ id, slug: `shop-${id}`, name: `Shop ${id.slice(-4)}`, status: 'active', country: 'DE', ...over })
      .returning()
    await insertParcel(ctx, row!.id, { countries: ['DE', 'AT'] })
    if (owner) await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: row!.id, userId: owner.userId!, role: 'owner' })
    return row!
  }

  /** A live product with one variant and stock that was received. */
  async function product({ shop: given, priceMinor = 1000, stock = 10, currency = 'EUR', ...over }: NewProduct = {}): Promise<MadeProduct> {
    const seller = given ?? (await shop())
    const id = ctx.newId()
    const [row] = await ctx.db
      .insert(products)
      .values({
        id,
        shopId: seller.id,
        slug: `product-${id}`,
        title: `Product ${id.slice(-4)}`,
        status: 'live',
        publishedAt: ctx.now,
        ...over,
      })
      .returning()
    const [variant] = await ctx.db
      .insert(variants)
      .values({ id: ctx.newId(), productId: row!.id, shopId: seller.id, sku: `SKU-${id}`, priceMinor, currency })
      .returning()
    await ctx.db.insert(stockLevels).values({ variantId: variant!.id, onHand: stock })
    if (stock > 0) await received(variant!.id, stock)
    return { ...row!, shop: seller, variant: variant! }
  }

  const received = (variantId: string, quantity: number) =>
    ctx.db
      .insert(stockMovements)
      .values({ id: ctx.newId(), variantId, kind: 'received', quantity, onHandDelta: quantity, reservedDelta: 0 })

  return { user, shop, product }
}
