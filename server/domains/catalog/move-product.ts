import { and, eq } from 'drizzle-orm'
import { productEvents, products } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { canMoveProduct, type ProductStatus } from '#shared/lifecycles/product'
import { productCannotBecome } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/**
 * Moves a locked product to another state, notes who did it and why, and lists it or takes it off the lists, in the same
 * transaction. Answers with the id of the note.
 */
export async function moveProduct(
  ctx: Context,
  actor: Actor,
  product: ProductRow,
  move: { to: ProductStatus; reason?: string },
): Promise<{ product: ProductRow; eventId: string }> {
  const { to, reason = '' } = move
  if (!canMoveProduct(product.status, to)) throw productCannotBecome(product.status, to)

  const [moved] = await ctx.db
    .update(products)
    .set({
      status: to,
      updatedAt: ctx.now,
      rejectionReason: to === 'rejected' ? reason : '',
      ...(to === 'in_review' && { submittedAt: ctx.now }),
      ...(to === 'live' && !product.publishedAt && { publishedAt: ctx.now }),
    })
    .where(and(eq(products.id, product.id), eq(products.status, product.status)))
    .returning()
  if (!moved) throw productCannotBecome(product.status, to)

  const eventId = ctx.newId()
  await ctx.db.insert(productEvents).values({
    id: eventId,
    productId: product.id,
    fromStatus: product.status,
    toStatus: to,
    userId: actor.userId,
    reason,
    createdAt: ctx.now,
  })
  await refreshListings(ctx, [product.id])
  return { product: moved, eventId }
}
