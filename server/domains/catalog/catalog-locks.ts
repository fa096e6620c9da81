import { asc, eq, sql } from 'drizzle-orm'
import { categories, products, variants } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { DomainError } from '#server/platform/errors'
import { canReview } from '#shared/lifecycles/product'
import { editedElsewhere, notInReview, productNotFound, reviewNotYours, variantNotFound } from './catalog-errors'
import { mayReviewProducts } from './catalog-policy'

export type ProductRow = typeof products.$inferSelect
export type CategoryRow = typeof categories.$inferSelect
export type VariantRow = typeof variants.$inferSelect

/**
 * The product, locked until the transaction ends, for a manager of its shop. To strangers there is none, and none in
 * another shop than the one that was named.
 */
export async function lockOwnProduct(ctx: Context, actor: Actor, productId: string, shopId?: string): Promise<ProductRow> {
  const [product] = await ctx.db.select().from(products).where(eq(products.id, productId)).for('no key update')
  if (!product || (shopId && product.shopId !== shopId)) throw productNotFound()
  await requireManager(ctx, actor, product.shopId, productNotFound)
  return product
}

/** The variant, locked until the transaction ends, for a manager of its shop; none in another shop than the one that was named. */
export async function lockOwnVariant(ctx: Context, actor: Actor, variantId: string, shopId?: string): Promise<VariantRow> {
  const [variant] = await ctx.db.select().from(variants).where(eq(variants.id, variantId)).for('no key update')
  if (!variant || (shopId && variant.shopId !== shopId)) throw variantNotFound()
  await requireManager(ctx, actor, variant.shopId, variantNotFound)
  return variant
}

/**
 * The product, locked until the transaction ends, for somebody who reviews. Throws `catalog.not_in_review` when somebody
 * was faster, and `catalog.edited_elsewhere` when it is another than the one they have seen.
 */
export async function lockProductToReview(ctx: Context, actor: Actor, productId: string, version: number): Promise<ProductRow> {
  if (!mayReviewProducts(actor)) throw reviewNotYours()
  const [product] = await ctx.db.select().from(products).where(eq(products.id, productId)).for('no key update')
  if (!product) throw productNotFound()
  if (!canReview(product.status)) throw notInReview(product.status)
  if (product.version !== version) throw editedElsewhere(product.version)
  return product
}

/** Locks products in ascending order, so that nobody waits in a circle. */
export const lockProducts = (ctx: Context, productIds: readonly string[]) =>
  ctx.db
    .select({ id: products.id })
    .from(products)
    .where(sql`${products.id} = any(${sql.param(productIds)}::uuid[])`)
    .orderBy(asc(products.id))
    .for('no key update')

async function requireManager(ctx: Context, actor: Actor, shopId: string, notFound: () => DomainError): Promise<void> {
  try {
    await requireMember(ctx, actor, shopId, 'manager')
  } catch (error) {
    throw error instanceof DomainError && error.kind === 'not_found' ? notFound() : error
  }
}

/** The whole tree, siblings in order. Held by whoever changes it, so that two changes never make a circle or lose a path. */
export async function lockCategoryTree(ctx: Context): Promise<CategoryRow[]> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('catalog.categories', 0))`)
  return ctx.db.select().from(categories).orderBy(asc(categories.position), asc(categories.name)).for('update')
}
