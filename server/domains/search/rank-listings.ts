import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { cardColumns, listingCondition, presentCard, type CardRow, type ListingFilter } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { decodeCursor, encodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage } from '#shared/contracts/catalog'
import { TOTAL_CAP } from '#shared/pagination'
import type { TextQuery } from './text-query'

/** Ranking looks at this many of the best products that match, so a word that half the catalogue has stays cheap. */
const RANKED = 240
/** Descriptions are looked through only where fewer than this are called so. */
const FEW = 24

/** What a word is worth by where it stands: in the shop's name or the description, among traits, in brand or category, in the title. */
const WEIGHTS = '{0.1, 0.25, 0.4, 1}'

/**
 * The one formula of relevance; docs/search.md explains it. Expects `words`, `title`, `merit` and `published_at`.
 * Freshness goes by whole days, so that an order stays the same while somebody turns pages.
 */
const scoreSql = (ctx: Context, { exact, broad, titled, sku }: TextQuery, typedLength: number): SQL => {
  const weights = sql`${WEIGHTS}::float4[]`
  const text = sql`(
    ts_rank(${weights}, words, ${exact}::tsquery) + 0.5 * ts_rank(${weights}, words, ${broad}::tsquery)
    + case when words @@ ${titled}::tsquery then 0.5 + 0.3 * least(1, ${typedLength}::float8 / char_length(title)) else 0 end
    + case when words @@ ${sku}::tsquery then 3 else 0 end)`
  const freshness = sql`(1 + 0.1 * exp(-greatest(0, ${ctx.now.toISOString().slice(0, 10)}::date - published_at::date) / 30.0))`
  return sql`round((${text} * power(merit / 1000.0, 0.3) * ${freshness})::numeric, 6)::float8`
}

/** A page goes on among what was ranked, or behind it in order of merit. */
const cursorKeys = z.union([
  z.tuple([z.literal('relevance'), z.number(), z.uuid()]),
  z.tuple([z.literal('beyond'), z.number().int(), z.uuid()]),
])

interface Row extends Partial<CardRow> {
  total: number
  score: number | null
  /** The last of the candidates, behind which the list goes on by merit; null where all were ranked. */
  lastMerit: number | null
  lastId: string | null
}

interface Paging {
  cursor?: string
  limit: number
}

/**
 * One page of what matches, the most relevant first: the best products that match are ranked, the rest follows by merit.
 * `total` counts what is called so, and what only speaks of it where that is little.
 */
export async function rankListings(
  ctx: Context,
  query: TextQuery,
  typed: string,
  filter: ListingFilter,
  { cursor, limit }: Paging,
): Promise<CountedProductPage> {
  const last = cursor ? decodeCursor(cursor, cursorKeys) : null
  if (last?.[0] === 'beyond') return beyondRanked(ctx, query, filter, { merit: last[1], id: last[2] }, limit)

  const condition = listingCondition(ctx, filter)
  const matching = sql`${query.matching}::tsquery`
  const rows = await ctx.db.execute<Row & Record<string, unknown>>(sql`
    with named as materialized (
      select product_id, merit, words, title, published_at from listings where ${condition} and words @@ ${matching}
      order by merit desc, product_id desc limit ${RANKED}
    ),
    described as materialized (
      select product_id, merit, document as words, title, published_at from listings
      where (select count(*) from named) < ${FEW} and ${condition} and document @@ ${matching} and not words @@ ${matching}
      order by merit desc, product_id desc limit ${RANKED}
    ),
    ranked as (
      select product_id, ${scoreSql(ctx, query, typed.length)} as score from (select * from named union all select * from described) candidate
    ),
    shown as (
      select product_id, score from ranked
      ${last ? sql`where (score, product_id) < (${last[1]}::float8, ${last[2]}::uuid)` : sql``}
      order by score desc, product_id desc limit ${limit + 1}
    ),
    counted as (
      select case when (select count(*) from named) < ${RANKED} then (select count(*) from named) + (select count(*) from described)
        else (select count(*) from (select from listings where ${condition} and words @@ ${matching} limit ${TOTAL_CAP}) found) end::int as total
    ),
    border as (select merit, product_id from named order by merit, product_id limit 1)
    select counted.total, shown.score, ${cardColumns},
      case when counted.total > ${RANKED} then border.merit end as "lastMerit", case when counted.total > ${RANKED} then border.product_id end as "lastId"
    from counted left join border on true left join shown on true left join listings on listings.product_id = shown.product_id
    order by shown.score desc, shown.product_id desc`)

  const cards = rows.filter((row): row is Row & CardRow => typeof row.productId === 'string')
  const shown = cards.slice(0, limit)
  const { total, lastMerit, lastId } = rows[0]!
  const next =
    cards.length > limit ? ['relevance', shown.at(-1)!.score!, shown.at(-1)!.productId] : lastId ? ['beyond', lastMerit!, lastId] : null
  return { items: shown.map(presentCard), nextCursor: next && encodeCursor(next), total }
}

/** What follows the ranked ones, by merit; any depth costs the same. */
async function beyondRanked(
  ctx: Context,
  query: TextQuery,
  filter: ListingFilter,
  last: { merit: number; id: string },
  limit: number,
): Promise<CountedProductPage> {
  const matching = sql`${listingCondition(ctx, filter)} and words @@ ${query.matching}::tsquery`
  const rows = await ctx.db.execute<CardRow & { merit: number; total: number }>(sql`
    select ${cardColumns}, merit, (select count(*)::int from (select from listings where ${matching} limit ${TOTAL_CAP}) found) as total
    from listings where ${matching} and (merit, product_id) < (${last.merit}::int, ${last.id}::uuid)
    order by merit desc, product_id desc limit ${limit + 1}`)
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? encodeCursor(['beyond', shown.at(-1)!.merit, shown.at(-1)!.productId]) : null
  return { items: shown.map(presentCard), nextCursor: next, total: rows[0]?.total ?? 0 }
}
