import { desc, eq } from 'drizzle-orm'
import { productEvents, products, users } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ProductStanding } from '#shared/contracts/product-lifecycle'
import { productNotFound } from './catalog-errors'
import { checkProduct } from './check-product'

const EVENTS_SHOWN = 20

/** Where a product stands, what the automatic checks say of it now, and how it came there; for the members of its shop. */
export async function getProductStanding(ctx: Context, actor: Actor, shopId: string, productId: string): Promise<ProductStanding> {
  const [product] = await ctx.db.select().from(products).where(eq(products.id, productId))
  if (!product || product.shopId !== shopId || !(await roleInShop(ctx, actor, shopId))) throw productNotFound()

  const [findings, events, { productReview }] = await Promise.all([
    checkProduct(ctx, product),
    ctx.db
      .select({ event: productEvents, by: users.name })
      .from(productEvents)
      .leftJoin(users, eq(users.id, productEvents.userId))
      .where(eq(productEvents.productId, productId))
      .orderBy(desc(productEvents.createdAt), desc(productEvents.id))
      .limit(EVENTS_SHOWN),
    readSettings(ctx),
  ])
  const { id, slug, title, status, rejectionReason, submittedAt, publishedAt } = product
  return {
    id,
    slug,
    title,
    status,
    rejectionReason,
    submittedAt: submittedAt && submittedAt.toISOString(),
    publishedAt: publishedAt && publishedAt.toISOString(),
    needsReview: productReview || status === 'rejected',
    findings,
    events: events.map(({ event, by }) => ({
      id: event.id,
      from: event.fromStatus,
      to: event.toStatus,
      by,
      reason: event.reason,
      at: event.createdAt.toISOString(),
    })),
  }
}
