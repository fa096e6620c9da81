import { eq } from 'drizzle-orm'
import { orderGroups, orderLines, orders, reviews, users } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress } from '#server/domains/accounts'
import { addRating } from '#server/domains/catalog'
import { addShopRating, roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { addReviewSchema, type AddReview } from '#shared/contracts/reviews'
import { alreadyReviewed, notYetArrived, ownShop, purchaseNotFound, reviewerMissing } from './reviews-errors'
import { canReview } from './reviews-policy'

export type ReviewRow = typeof reviews.$inferSelect

/** Says what a buyer thinks of something they bought and that has been sent; once an order line. */
export function addReview(ctx: Context, actor: Actor, input: AddReview): Promise<ReviewRow> {
  const { orderLineId, rating, title, body } = addReviewSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    if (!actor.userId) throw reviewerMissing()
    const purchase = await findPurchase(ctx, orderLineId)
    if (!purchase || purchase.userId !== actor.userId) throw purchaseNotFound()
    if (await roleInShop(ctx, actor, purchase.shopId)) throw ownShop()
    if (!hasVerifiedAddress(actor)) throw addressNotVerified()
    if (!canReview(purchase)) throw notYetArrived()

    const [review] = await ctx.db
      .insert(reviews)
      .values({
        id: ctx.newId(),
        orderLineId,
        productId: purchase.productId,
        userId: actor.userId,
        authorName: shownName(purchase.name),
        rating,
        title,
        body,
        createdAt: ctx.now,
      })
      .onConflictDoNothing({ target: reviews.orderLineId })
      .returning()
    if (!review) throw alreadyReviewed()

    await addRating(ctx, purchase.productId, rating)
    await addShopRating(ctx, purchase.shopId, rating)
    return review
  })
}

async function findPurchase(ctx: Context, orderLineId: string) {
  const [purchase] = await ctx.db
    .select({
      userId: orderGroups.userId,
      name: users.name,
      shopId: orders.shopId,
      productId: orderLines.productId,
      shippedQuantity: orderLines.shippedQuantity,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .innerJoin(users, eq(users.id, orderGroups.userId))
    .where(eq(orderLines.id, orderLineId))
  return purchase
}

/** `Ada Lovelace` signs as `Ada L.`: enough to trust, not enough to be found by. */
export function shownName(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words.at(-1)! : null
  return last ? `${words[0]} ${[...last][0]!.toUpperCase()}.` : words[0]!
}
