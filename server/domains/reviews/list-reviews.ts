import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { reviews } from '#db/schema'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { ReviewPage, ReviewQuery } from '#shared/contracts/reviews'
import { presentReview } from './present-review'

const keysSchema = z.tuple([momentKeySchema, idSchema])

/** A product's reviews, the newest first. */
export async function listReviews(ctx: Context, productId: string, { cursor, limit }: ReviewQuery): Promise<ReviewPage> {
  const after = cursor ? decodeCursor(cursor, keysSchema) : null
  const rows = await ctx.db
    .select()
    .from(reviews)
    .where(
      and(
        eq(reviews.productId, productId),
        eq(reviews.status, 'published'),
        after ? sql`(${reviews.createdAt}, ${reviews.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(reviews.createdAt), desc(reviews.id))
    .limit(limit + 1)

  const { items, nextCursor } = cutPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id])
  return { items: items.map(presentReview), nextCursor }
}
