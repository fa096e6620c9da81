import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { cardColumns, listingCondition, presentCard, type CardRow, type ListingFilter } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { decodeCursor, encodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage } from '#shared/contracts/catalog'
import { TOTAL_CAP } from '#shared/pagination'
import type { TextQuery } from './text-query'

/** Ranking looks at no more than this many of the best products that match, so that a word which half the catalogue has stays cheap. */
const RANKED = 240
/** At least this many are ranked, two pages. */
const RANKED_LEAST = 48
/** Of a word that is neither rare nor common, as many are ranked as are found among this many of the best products. */
const LOOKED_THROUGH = 6000
/** What the vocabulary expects more often is looked for in order of merit; to find all of it by the index would take longer. */
const RARE = 3500
/** More matches than this are not looked at by the index. */
const FOUND_BY_INDEX = 6000
/** Who expects this many matches may say that there are more than are counted. */
const CERTAINLY_MANY = 5 * TOTAL_CAP
/** Descriptions are looked through only where fewer than this are called so. */
const FEW = 24

/** What a word is worth by where it stands: in the shop's name or the description, among traits, in brand or category, in the title. */
const WEIGHTS = '{0.1, 0.25, 0.4, 1}'

/** What is searched for, in the words of Postgres and as it was typed. */
export interface RankedQuery extends TextQuery {
  typed: string
  /** How many listings there are, roughly. */
  listings: number
}

/**
 * The one formula of relevance; docs/search.md explains it. Expects `words`, `title`, `merit` and `published_at`.
 * Freshness goes by whole days, so that an order stays the same while somebody turns pages.
 */
function scoreSql(ctx: Context, { exact, broad, titled, sku, typed }: RankedQuery): SQL {
  const weights = sql`${WEIGHTS}::float4[]`
  const text = sql`(
    ts_rank(${weights}, words, ${exact}::tsquery) + 0.5::float8 * ts_rank(${weights}, words, ${broad}::tsquery)
    + case when words @@ ${titled}::tsquery then 0.5::float8 + 0.3::float8 * least(1, ${typed.length}::float8 / char_length(title)) else 0 end
    + case when words @@ ${sku}::tsquery then 3::float8 else 0 end)`
  const worth = sql`power(merit / 1000.0::float8, 0.3::float8)`
  const days = sql`greatest(0, ${ctx.now.toISOString().slice(0, 10)}::date - published_at::date)`
  return sql`round(1e6::float8 * ${text} * ${worth} * (1 + 0.1::float8 * exp(${days} / -30.0::float8))) / 1e6::float8`
}

/** A page goes on among what was ranked, or behind it in order of merit. */
const cursorKeys = z.union([z.tuple([z.literal('relevance'), z.number(), z.uuid()]), z.tuple([z.literal('beyond'), z.int32(), z.uuid()])])

interface Row extends Partial<CardRow>, Record<string, unknown> {
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
export async function rankListings(ctx: Context, query: RankedQuery, filter: ListingFilter, paging: Paging): Promise<CountedProductPage> {
  const last = paging.cursor ? decodeCursor(paging.cursor, cursorKeys) : null
  if (last?.[0] === 'beyond') return beyondRanked(ctx, query, filter, { merit: last[1], id: last[2] }, paging.limit)

  const { limit } = paging
  const goesOn = last ? sql`where (score, product_id) < (${last[1]}::float8, ${last[2]}::uuid)` : sql``
  const condition = listingCondition(ctx, filter)
  const matching = sql`${query.matching}::tsquery`
  const rows = await ctx.db.execute<Row>(sql`
    with ${candidates(query, condition, isNarrowed(filter))},
    spoken as materialized (
      select product_id, merit from listings
      where (select count(*) from named) < ${FEW} and ${condition} and document @@ ${matching} and not words @@ ${matching} limit ${FOUND_BY_INDEX}
    ),
    described as materialized (
      select listings.product_id, listings.merit, document as words, title, published_at
      from (select * from spoken order by merit desc, product_id desc limit ${RANKED}) best join listings on listings.product_id = best.product_id
    ),
    ranked as materialized (
      select product_id, ${scoreSql(ctx, query)} as score from (select * from named union all select * from described) candidate
    ),
    shown as materialized (select product_id, score from ranked ${goesOn} order by score desc, product_id desc limit ${limit + 1}),
    summary as materialized (
      select least(${TOTAL_CAP}, counted.total + (select count(*) from spoken))::int as total, border.merit, border.product_id
      from counted left join (
        select merit, product_id from named where (select total from counted) > (select count(*) from named) order by merit, product_id limit 1
      ) border on true
    )
    select summary.total, summary.merit as "lastMerit", summary.product_id as "lastId", shown.score, ${cardColumns(ctx)}
    from summary left join shown on true left join listings on listings.product_id = shown.product_id
    order by shown.score desc, shown.product_id desc`)

  const cards = rows.filter((row): row is Row & CardRow => typeof row.productId === 'string')
  const shown = cards.slice(0, limit)
  const { total, lastMerit, lastId } = rows[0]!
  const beyond = lastId ? (['beyond', lastMerit!, lastId] as const) : null
  const next = cards.length > limit ? (['relevance', shown.at(-1)!.score!, shown.at(-1)!.productId] as const) : beyond
  return { items: shown.map(presentCard), nextCursor: next && encodeCursor(next), total }
}

/** Something has been chosen besides the words. */
export const isNarrowed = (filter: ListingFilter) => Object.values(filter).some((value) => value !== undefined)

/** The best products that match as `named`, and how many match as `counted`. */
function candidates(query: RankedQuery, condition: SQL, isNarrowed: boolean): SQL {
  const matching = sql`${condition} and words @@ ${query.matching}::tsquery`
  if (query.share * query.listings <= RARE) return fewCandidates(matching)
  return isNarrowed ? perhapsManyCandidates(query, matching) : manyCandidates(query, matching)
}

const CANDIDATE = sql.raw('listings.product_id, listings.merit, words, title, published_at')
const best = sql`order by merit desc, product_id desc`

/** What few have is found by the index, all of it, and the best are taken. */
const fewCandidates = (matching: SQL) => sql`
    hits as materialized (select product_id, merit from listings where ${matching} limit ${FOUND_BY_INDEX}),
    counted as materialized (select count(*) as total from hits),
    named as materialized (
      select ${CANDIDATE} from (select product_id from hits ${best} limit ${RANKED}) hit join listings on listings.product_id = hit.product_id
    )`

/** What many have is met soon when the best products of all are gone through in order. */
function manyCandidates({ matching: text, share, listings }: RankedQuery, matching: SQL): SQL {
  const ranked = Math.round(Math.min(RANKED, Math.max(RANKED_LEAST, share * LOOKED_THROUGH)))
  // What so many have that the last count of the vocabulary cannot be wrong about it needs no counting now.
  const isKnown = !/[&!<]/.test(text) && share * listings > CERTAINLY_MANY
  const counted = isKnown
    ? sql`select ${TOTAL_CAP}::bigint as total`
    : sql`select count(*) as total from (select from listings where ${matching} limit ${TOTAL_CAP}) found`
  return sql`
    named as materialized (select ${CANDIDATE} from listings where ${matching} ${best} limit ${ranked}),
    counted as materialized (${counted})`
}

/**
 * How many have what the filters leave nobody knows. The best products of all are looked through first: if they hold so many
 * that there must be more than anybody counts, those are ranked; else the index finds all of them.
 */
function perhapsManyCandidates({ listings }: RankedQuery, matching: SQL): SQL {
  const enough = Math.max(RANKED_LEAST, Math.ceil((CERTAINLY_MANY * LOOKED_THROUGH) / listings))
  const isEnough = sql`(select count(*) from seen) >= ${enough}`
  return sql`
    seen as materialized (
      select product_id, merit from (select * from listings ${best} limit ${LOOKED_THROUGH}) listings where ${matching} limit ${Math.max(RANKED, enough)}
    ),
    hits as materialized (select product_id, merit from listings where not ${isEnough} and ${matching} limit ${FOUND_BY_INDEX}),
    counted as materialized (select case when ${isEnough} then ${TOTAL_CAP}::bigint else (select count(*) from hits) end as total),
    named as materialized (
      select ${CANDIDATE}
      from (
        select product_id from (select * from seen where ${isEnough} union all select * from hits) candidate ${best} limit ${RANKED}
      ) hit join listings on listings.product_id = hit.product_id
    )`
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
  // Where nothing follows any more, something was found all the same.
  const rows = await ctx.db.execute<Partial<CardRow> & { merit: number; total: number }>(sql`
    select counted.total, page.*
    from (select count(*)::int as total from (select from listings where ${matching} limit ${TOTAL_CAP}) found) counted
    left join (
      select ${cardColumns(ctx)}, merit from listings where ${matching} and (merit, product_id) < (${last.merit}::int, ${last.id}::uuid)
      order by merit desc, product_id desc limit ${limit + 1}
    ) page on true
    order by page.merit desc, page."productId" desc`)
  const cards = rows.filter((row): row is CardRow & { merit: number; total: number } => typeof row.productId === 'string')
  const shown = cards.slice(0, limit)
  const next = cards.length > limit ? encodeCursor(['beyond', shown.at(-1)!.merit, shown.at(-1)!.productId]) : null
  return { items: shown.map(presentCard), nextCursor: next, total: rows[0]!.total }
}
