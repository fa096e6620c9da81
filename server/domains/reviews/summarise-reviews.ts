import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { encodeCursor } from '#server/platform/database/keyset'
import { averageRating } from '#shared/ratings'
import type { RatingSummary, ReviewPage, ReviewView } from '#shared/contracts/reviews'

const FIRST_PAGE = 5

interface Row extends Record<string, unknown> {
  counts: Record<string, number> | null
  first: ReviewView[] | null
}

/** How a product is rated and its newest reviews, in one query. */
export async function summariseReviews(ctx: Context, productId: string): Promise<{ rating: RatingSummary; reviews: ReviewPage }> {
  const [row] = await runPrepared<Row>(
    ctx,
    sql`
    select
      (
        select json_object_agg(rating, amount)
        from (select rating, count(*) as amount from reviews where product_id = ${productId} and status = 'published' group by rating) counted
      ) as counts,
      (
        select json_agg(json_build_object(
          'id', id, 'authorName', author_name, 'rating', rating, 'title', title, 'body', body,
          'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        ) order by created_at desc, id desc)
        from (
          select * from reviews where product_id = ${productId} and status = 'published'
          order by created_at desc, id desc limit ${FIRST_PAGE + 1}
        ) newest
      ) as first`,
  )

  const distribution = [1, 2, 3, 4, 5].map((stars) => row?.counts?.[stars] ?? 0)
  const count = distribution.reduce((sum, amount) => sum + amount, 0)
  const stars = distribution.reduce((sum, amount, index) => sum + amount * (index + 1), 0)
  const found = row?.first ?? []
  const items = found.slice(0, FIRST_PAGE)
  const last = items.at(-1)

  return {
    rating: { average: averageRating(stars, count), count, distribution },
    reviews: { items, nextCursor: found.length > FIRST_PAGE && last ? encodeCursor([last.createdAt, last.id]) : null },
  }
}
